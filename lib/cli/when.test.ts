import { expect, it } from 'vitest';
import { parseWhen } from './when';

const now = new Date('2026-11-28T12:00:00Z');

it.each([
  ['24h', '2026-11-27T12:00:00.000Z'],
  ['2026-11-01', '2026-11-01T00:00:00.000Z'],
  ['2026-11-01T08:00:00+02:00', '2026-11-01T06:00:00.000Z'],
])('%s is %s', (text, iso) => {
  expect(parseWhen(text, now)).toBe(iso);
});

it.each(['yesterday', '', '2026-13-01', '1y', '24', '2026-11-01 08:00'])('“%s” is refused in words', (text) => {
  expect(() => parseWhen(text, now)).toThrow(/Give a/);
});
