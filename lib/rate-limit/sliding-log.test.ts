import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SlidingLog, windowMs } from './sliding-log';

describe('the rate counter', () => {
  it('admits 120 and refuses the 121st within 60 seconds', () => {
    const log = new SlidingLog(120);
    const verdicts = Array.from({ length: 121 }, (_, i) => log.take('t', 1, i));
    expect(verdicts.filter((v) => v.success)).toHaveLength(120);
    expect(verdicts[120]).toEqual({ success: false, limit: 120, remaining: 0, resetMs: windowMs - 120 });
    expect(log.take('t', 1, windowMs - 1).success).toBe(false);
    expect(log.take('t', 1, windowMs).success).toBe(true);
  });

  it('never admits more than the limit in any window, and never refuses what fits', () => {
    const steps = fc.array(
      fc.record({ gap: fc.integer({ min: 0, max: 20_000 }), cost: fc.integer({ min: 1, max: 4 }) }),
      {
        maxLength: 200,
      },
    );
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 9 }), (trace, limit) => {
        const log = new SlidingLog(limit);
        const admitted: number[] = [];
        let now = 0;
        for (const { gap, cost } of trace) {
          now += gap;
          const used = admitted.filter((at) => at > now - windowMs).length;
          const verdict = log.take('t', cost, now);
          expect(verdict.success).toBe(used + cost <= limit);
          if (verdict.success) for (let i = 0; i < cost; i += 1) admitted.push(now);
          expect(verdict.remaining).toBe(limit - used - (verdict.success ? cost : 0));
        }
      }),
    );
  });

  it('says exactly when a refused request will be admitted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 5, maxLength: 60 }), (gaps) => {
        const log = new SlidingLog(4);
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const verdict = log.take('t', 1, now);
          if (verdict.success) continue;
          expect(log.take('t', 1, now + verdict.resetMs - 1).success).toBe(false);
          expect(log.take('t', 1, now + verdict.resetMs).success).toBe(true);
          return;
        }
      }),
    );
  });

  it('counts each key apart and lets a refusal cost nothing', () => {
    const log = new SlidingLog(1);
    expect(log.take('a', 1, 0).success).toBe(true);
    for (let i = 1; i < 50; i += 1) expect(log.take('a', 1, i).success).toBe(false);
    expect(log.take('b', 1, 50).success).toBe(true);
    expect(log.take('a', 1, windowMs).success).toBe(true);
  });

  it('refuses a batch as a whole when it does not fit as a whole', () => {
    const log = new SlidingLog(3);
    expect(log.take('t', 2, 0).success).toBe(true);
    expect(log.take('t', 2, 1)).toMatchObject({ success: false, remaining: 1 });
    expect(log.take('t', 1, 2).success).toBe(true);
    expect(log.take('t', 4, windowMs * 2)).toMatchObject({ success: false });
  });

  it('forgets keys that were idle for a window', () => {
    const log = new SlidingLog(5);
    for (let i = 0; i < 1000; i += 1) log.take(`t${i}`, 1, i);
    expect(log.size).toBe(1000);
    log.take('new', 1, windowMs * 3);
    expect(log.size).toBe(1);
  });
});
