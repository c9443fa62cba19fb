import { describe, expect, it } from 'vitest';
import { lastingTime, pastTime, relativeTime } from './relative-time';

const now = Date.parse('2026-11-23T12:00:00Z');
const minute = 60_000;

describe('what has happened', () => {
  it.each([1, 4_000, minute, 90 * minute])('is never told as the future by a clock that is %s ms behind', (behind) => {
    expect(pastTime(now + behind, now)).toBe('just now');
    expect(lastingTime(now + behind, now)).toBe('for less than a minute');
  });

  it('is told by how long ago it was', () => {
    expect([0, 59_999, minute, 3 * 24 * 60 * minute].map((ago) => pastTime(now - ago, now))).toEqual([
      'just now',
      'just now',
      '1 minute ago',
      '3 days ago',
    ]);
  });
});

describe('an expiry', () => {
  it('is told as future and as past', () => {
    expect(
      [30 * 24 * 60 * minute, 60 * minute, 4_000, -4_000, -2 * minute].map((in_) => relativeTime(now + in_, now)),
    ).toEqual(['in 30 days', 'in 60 minutes', 'in less than a minute', 'just now', '2 minutes ago']);
  });
});
