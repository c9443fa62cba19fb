import { expect, it } from 'vitest';
import { describeMoment } from './moment';

const now = new Date('2026-03-01T12:00:00Z');

it.each([
  [null, 'never'],
  ['2026-03-01T11:59:50Z', 'now'],
  ['2026-03-01T11:55:00Z', '5m ago'],
  ['2026-03-01T10:30:00Z', '90m ago'],
  ['2026-03-02T11:59:58Z', 'in 24h'],
  ['2026-03-31T12:00:00Z', 'in 30d'],
  ['2025-03-01T12:00:00Z', '365d ago'],
  ['2036-02-28T12:00:00Z', 'in 10y'],
])('a moment is short and true: %s is %s', (iso, text) => {
  expect(describeMoment(iso, now)).toBe(text);
});
