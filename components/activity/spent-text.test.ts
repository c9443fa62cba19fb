import { expect, it } from 'vitest';
import { spentText } from './spent-text';

it.each([
  [0, '0 ms'],
  [0.12, '0.1 ms'],
  [9.96, '10 ms'],
  [48.4, '48 ms'],
  [999.6, '1.0 s'],
  [1240, '1.2 s'],
  [59_960, '1 min 0 s'],
  [185_000, '3 min 5 s'],
])('%d milliseconds read %s', (ms, text) => {
  expect(spentText(ms)).toBe(text);
});
