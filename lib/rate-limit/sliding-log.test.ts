import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowMs } from './rate-counter';
import { SlidingLog } from './sliding-log';

/** A log whose clock stands where the test puts it. */
function logAt() {
  const clock = { ms: 0 };
  const log = new SlidingLog(() => clock.ms);
  const claim = (key: string, limit: number) => ({ key, limit, group: 'w' });
  return {
    log,
    take(key: string, limit: number, cost: number, atMs: number) {
      clock.ms = atMs;
      return log.take([claim(key, limit)], cost);
    },
  };
}

describe('the rate counter in memory', () => {
  it('admits 120 and refuses the 121st within 60 seconds', () => {
    const { take } = logAt();
    const verdicts = Array.from({ length: 121 }, (_, i) => take('t', 120, 1, i));
    expect(verdicts.filter((v) => v.success)).toHaveLength(120);
    expect(verdicts[120]).toEqual({
      success: false,
      limit: 120,
      remaining: 0,
      resetMs: windowMs - 120,
      refused: { key: 't', limit: 120, group: 'w' },
    });
    expect(take('t', 120, 1, windowMs - 1).success).toBe(false);
    expect(take('t', 120, 1, windowMs).success).toBe(true);
  });

  it('says exactly when a refused request will be admitted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 5, maxLength: 60 }), (gaps) => {
        const { take } = logAt();
        let now = 0;
        for (const gap of gaps) {
          now += gap;
          const verdict = take('t', 4, 1, now);
          if (verdict.success) continue;
          expect(take('t', 4, 1, now + verdict.resetMs - 1).success).toBe(false);
          expect(take('t', 4, 1, now + verdict.resetMs).success).toBe(true);
          return;
        }
      }),
    );
  });

  it('counts each key apart and lets a refusal cost nothing', () => {
    const { take } = logAt();
    expect(take('a', 1, 1, 0).success).toBe(true);
    for (let i = 1; i < 50; i += 1) expect(take('a', 1, 1, i).success).toBe(false);
    expect(take('b', 1, 1, 50).success).toBe(true);
    expect(take('a', 1, 1, windowMs).success).toBe(true);
  });

  it('refuses a batch as a whole when it does not fit as a whole', () => {
    const { take } = logAt();
    expect(take('t', 3, 2, 0).success).toBe(true);
    expect(take('t', 3, 2, 1)).toMatchObject({ success: false, remaining: 1 });
    expect(take('t', 3, 1, 2).success).toBe(true);
    expect(take('t', 3, 4, windowMs * 2)).toMatchObject({ success: false });
  });

  it('forgets keys that were idle for a window, and remembers none that it only refused', () => {
    const { log, take } = logAt();
    for (let i = 0; i < 1000; i += 1) take(`t${i}`, 5, 1, i);
    take('refused', 5, 6, 1000);
    expect(log.size).toBe(1000);
    take('new', 5, 1, windowMs * 3);
    expect(log.size).toBe(1);
  });
});
