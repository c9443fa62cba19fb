import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addHistogram,
  addHistograms,
  addTime,
  type Histogram,
  packHistogram,
  quantile,
  readHistogram,
  writeHistogram,
} from './histogram';

const ofTimes = (times: number[]) => {
  const histogram: Histogram = {};
  for (const us of times) addTime(histogram, us);
  return histogram;
};
/** From a microsecond to 36 minutes, as evenly over the orders of magnitude as over the numbers. */
const time = fc.oneof(
  fc.integer({ min: 1, max: 2_147_483_647 }),
  fc.double({ min: 0, max: 31, noNaN: true }).map((n) => Math.min(2_147_483_647, Math.round(2 ** n))),
);
const times = fc.array(time, { minLength: 1, maxLength: 200 });

describe('a histogram', () => {
  it('gives every quantile to within a tenth of the exact one', () => {
    fc.assert(
      fc.property(times, fc.constantFrom(0.5, 0.95, 0.01, 1), (all, share) => {
        const exact = all.toSorted((a, b) => a - b)[Math.max(1, Math.ceil(share * all.length)) - 1] as number;
        const told = quantile(ofTimes(all), share) as number;
        expect(Math.abs(told - exact) / exact).toBeLessThanOrEqual(0.1);
      }),
      { numRuns: 2000 },
    );
  });

  it('is the same however its parts were put together, and after it was stored', () => {
    fc.assert(
      fc.property(times, times, (one, other) => {
        const sum = readHistogram(writeHistogram(ofTimes(one)));
        addHistogram(sum, ofTimes(other));
        expect(sum).toEqual(ofTimes([...one, ...other]));
        const parts = [one, [], other].map(ofTimes);
        for (const texts of [
          parts.map(writeHistogram),
          parts.map(packHistogram),
          [packHistogram(ofTimes(one)), writeHistogram(ofTimes(other))],
        ]) {
          const read: Histogram = {};
          addHistograms(read, texts.join(''));
          expect(read).toEqual(sum);
        }
      }),
    );
  });

  it('is packed in runs, without a letter for nothing', () => {
    expect(packHistogram({ 41: 46, 42: 53, 45: 7, 61: 1 })).toBe('41:46,53,,,7;61:1;');
    expect(packHistogram({})).toBe('');
  });

  it('has no quantile while it is empty, and takes what took no time for a microsecond', () => {
    expect(quantile({}, 0.5)).toBeNull();
    expect(quantile(ofTimes([0]), 0.5)).toBeCloseTo(1.09, 2);
  });
});
