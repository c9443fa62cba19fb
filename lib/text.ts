import { z } from 'zod';

/**
 * One line as people write it: trimmed, without control characters, which no screen shows and PostgreSQL partly refuses,
 * without halves of surrogate pairs, and without marks that turn the direction of the text around them.
 */
export const oneLine = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u, 'Use no control characters.');

/** Several lines: line breaks and tabs are welcome, other control characters are not. */
export const severalLines = z
  .string()
  .trim()
  .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, 'Use no control characters.');
