import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs } from './rollup';
import { spans } from './spans';
import { rangeOf, stretchesOf } from './usage-range';

const now = Date.parse('2026-11-28T13:00:00Z');
const hour = fc.integer({ min: 0, max: 731 * 24 }).map((hours) => now - hours * hourMs);
const made = fc.record(Object.fromEntries(spans.map(({ table, ms }) => [table, hour.map((at) => at - (at % ms))])));
const lengths = { hours: hourMs, quarter_days: 6 * hourMs, days: dayMs, weeks: 7 * dayMs };

it('a range is read once and whole, out of nothing that is not made yet or begins or ends outside of it', () => {
  fc.assert(
    fc.property(hour, hour, made, fc.constantFrom(hourMs, dayMs, Number.POSITIVE_INFINITY), (a, b, until, atMostMs) => {
      const range = { fromMs: Math.min(a, b), toMs: Math.max(a, b) + hourMs };
      const stretches = stretchesOf(range, until as Parameters<typeof stretchesOf>[1], atMostMs);
      expect([stretches[0]?.fromMs, stretches.at(-1)?.toMs]).toEqual([range.fromMs, range.toMs]);
      for (const [i, { table, fromMs, toMs }] of stretches.entries()) {
        if (i > 0) expect(fromMs).toBe(stretches[i - 1]?.toMs);
        expect([fromMs % lengths[table], toMs % lengths[table]]).toEqual([0, 0]);
        expect(lengths[table]).toBeLessThanOrEqual(atMostMs);
        if (table !== 'hours') expect(toMs).toBeLessThanOrEqual(until[table] ?? 0);
      }
    }),
  );
});

it('a year is some dozens of rows, whatever the hour', () => {
  fc.assert(
    fc.property(hour, (toMs) => {
      const until = Object.fromEntries(
        spans.map(({ table, ms }) => [table, Math.floor((toMs - 6 * hourMs) / ms) * ms]),
      );
      const range = { fromMs: toMs - 365 * dayMs, toMs };
      const stretches = stretchesOf(range, until as Parameters<typeof stretchesOf>[1]);
      const rows = stretches.reduce((sum, one) => sum + (one.toMs - one.fromMs) / lengths[one.table], 0);
      // Weeks, days and quarters at both ends, hours before the first quarter and since the last one that is made.
      expect(rows).toBeLessThanOrEqual(52 + 2 * 6 + 2 * 4 + 6 + 12);
    }),
  );
});

describe('a range of before hours are kept', () => {
  const ago = (days: number) => new Date(now - days * dayMs).toISOString();

  it('is in whole days, so that nothing is missing at its ends', () => {
    const old = rangeOf({ from: ago(95), to: ago(92), group_by: 'tool' }, now, false);
    expect([old.fromMs % dayMs, old.toMs % dayMs, (old.toMs - old.fromMs) / dayMs]).toEqual([0, 0, 4]);
    const recent = rangeOf({ from: ago(60), to: ago(1), group_by: 'tool' }, now, false);
    expect([recent.fromMs, recent.toMs]).toEqual([now - 60 * dayMs, now - dayMs]);
  });

  it('has no hours, which is said', () => {
    const asked = () => rangeOf({ from: ago(95), to: ago(92), group_by: 'hour' }, now, false);
    expect(asked).toThrow('Hours are kept 90 days: begin later, or group by day.');
  });
});
