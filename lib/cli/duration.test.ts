import { expect, it } from 'vitest';
import { parseCount, parseDuration, parseLifetime, secondsOf } from './duration';

it.each([
  ['45s', 45],
  ['90m', 5_400],
  ['24h', 86_400],
  ['30D', 2_592_000],
  ['2w', 1_209_600],
])('%s are %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds);
});

it.each(['', '30', 'd', '-1d', '1.5h', '1y', '1d2h', '9999999999s', 'never'])('“%s” is no duration', (text) => {
  expect(() => parseDuration(text)).toThrow(/number and a unit/);
});

it('a lifetime may have no end', () => {
  expect(['never', '1h'].map(parseLifetime).map(secondsOf)).toEqual([null, 3_600]);
});

it.each(['0', '-1', '1.5', 'ten', ''])('“%s” is no count', (text) => {
  expect(() => parseCount(text)).toThrow(/whole number/);
});
