import { z } from 'zod';

/** Whether a text is free of whole tokens, invites and API keys: one that holds any must not be kept where others read it. */
export const holdsNoSecret = (text: string): boolean => !/(?:mwt|mwi|ak)_[0-9a-f]{48}/.test(text);

export const secretHeld =
  'This holds a whole token, invite or API key, and what is written here is kept and shown. Consider the secret leaked and replace it.';

/**
 * One line as people write it: trimmed, without control characters, which no screen shows and PostgreSQL partly refuses,
 * without halves of surrogate pairs, without marks that turn the direction of the text around them, and without secrets.
 */
export const oneLine = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]*$/u, 'Use no control characters.')
  .refine(holdsNoSecret, secretHeld);

/** Several lines: line breaks and tabs are welcome, other control characters are not. */
export const severalLines = z
  .string()
  .trim()
  .regex(/^(?:\P{Cc}|[\n\r\t])*$/u, 'Use no control characters.');
