import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Admission, mostWithin } from './rate-proof';

const burst = (count: number, sentAt: number, tookMs = 5): Admission[] =>
  Array.from({ length: count }, () => ({ sentAt, receivedAt: sentAt + tookMs }));

describe('mostWithin', () => {
  it('finds the 121st of a minute, wherever the minute begins', () => {
    const full = [...burst(60, 1_000), ...burst(60, 40_000)];
    expect(mostWithin(full, 60_000)).toBe(120);
    expect(mostWithin([...full, ...burst(1, 60_994)], 60_000)).toBe(121);
    expect(mostWithin([...full, ...burst(60, 61_000), ...burst(1, 99_994)], 60_000)).toBe(121);
  });

  it('accuses nobody of two full windows that follow each other', () => {
    expect(mostWithin([...burst(120, 0), ...burst(120, 59_996)], 60_000)).toBe(120);
  });

  it('counts from the first sent to the last received', () => {
    expect(mostWithin([...burst(120, 0, 80), ...burst(1, 59_000, 1_000)], 60_000)).toBe(120);
    expect(mostWithin([...burst(120, 0, 80), ...burst(1, 59_000, 999)], 60_000)).toBe(121);
  });

  it('agrees with counting every set by hand', () => {
    const admission = fc.tuple(fc.nat(40), fc.nat(20)).map(([sentAt, took]) => ({ sentAt, receivedAt: sentAt + took }));
    fc.assert(
      fc.property(fc.array(admission, { maxLength: 9 }), fc.integer({ min: 1, max: 30 }), (admissions, windowMs) => {
        let most = 0;
        for (let set = 0; set < 1 << admissions.length; set += 1) {
          const chosen = admissions.filter((_, index) => (set >> index) & 1);
          const first = Math.min(...chosen.map(({ sentAt }) => sentAt));
          const last = Math.max(...chosen.map(({ receivedAt }) => receivedAt));
          if (last - first < windowMs) most = Math.max(most, chosen.length);
        }
        expect(mostWithin(admissions, windowMs)).toBe(most);
      }),
    );
  });
});
