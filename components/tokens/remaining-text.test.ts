import { describe, expect, it } from 'vitest';
import { remainingText } from './remaining-text';

describe('a countdown', () => {
  it.each([
    [-5, '0 s'],
    [1, '5 s'],
    [44_000, '45 s'],
    [59_999, '55 s'],
    [60_000, '1 min'],
    [14 * 60_000 + 30_000, '14 min'],
    [3_600_000, '1 h'],
    [23 * 3_600_000 + 14 * 60_000, '23 h 14 min'],
    [7 * 86_400_000, '7 d'],
    [6 * 86_400_000 + 23 * 3_600_000, '6 d 23 h'],
  ])('says what is left, never more: %d ms', (ms, text) => {
    expect(remainingText(ms)).toBe(text);
  });
});
