const minBytes = 32;
const minDistinct = 8;
/** What examples, placeholders and unexpanded shell lines look like; random text holds none of them. */
const placeholders =
  /change.?(me|this|it)|(my|your|super|top).?secret|passw|example|placeholder|replace|insecure|openssl|01234567|12345678|abcdefgh|deadbeef|qwerty|\$[({]/i;

/** Why a secret must not be used, as the end of a sentence, or null when it may. */
export function weakness(secret: string): string | null {
  if (Buffer.byteLength(secret) < minBytes) return `is shorter than ${minBytes} bytes`;
  if (new Set(secret).size < minDistinct || repeats(secret)) return 'is one short pattern repeated';
  if (placeholders.test(secret)) return 'is an example that anyone can guess';
  return null;
}

/** True when a part of at most half the text makes up all of it. A text within its own doubling, not at its ends, is periodic. */
const repeats = (text: string) => (text + text).indexOf(text, 1) < text.length;
