import { z } from 'zod';

/** One line as people write it: trimmed, without control characters, which no screen shows and PostgreSQL partly refuses. */
export const oneLine = z
  .string()
  .trim()
  .regex(/^\P{Cc}*$/u, 'Use no control characters.');

/** Several lines: line breaks and tabs are welcome, other control characters are not. */
export const severalLines = z
  .string()
  .trim()
  .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, 'Use no control characters.');
