/**
 * Where the parts of a JSON text stand, so that a message can be rebuilt around them without touching their bytes:
 * numbers beyond 2^53, escapes, key order and unknown fields survive. Every function expects text that
 * `JSON.parse` has accepted; on anything else the positions mean nothing.
 */

export interface Span {
  /** Index of the first character of the value. */
  start: number;
  /** Index behind its last character. */
  end: number;
}

export interface Member extends Span {
  key: string;
  /** Index of the key's opening quote. */
  keyStart: number;
}

/** The members of the object that starts at or after `at`, in order, duplicates included; `[]` when it is no object. */
export function members(text: string, at = 0): Member[] {
  const found: Member[] = [];
  let i = skipSpace(text, at);
  if (text.charCodeAt(i) !== OPEN_BRACE) return found;
  i = skipSpace(text, i + 1);
  while (text.charCodeAt(i) === QUOTE) {
    const keyStart = i;
    const keyEnd = skipString(text, i);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, start);
    found.push({ key: readKey(text, keyStart, keyEnd), keyStart, start, end });
    i = skipSpace(text, end);
    if (text.charCodeAt(i) !== COMMA) break;
    i = skipSpace(text, i + 1);
  }
  return found;
}

/** The elements of the array that starts at or after `at`; `[]` when it is no array. */
export function elements(text: string, at = 0): Span[] {
  const found: Span[] = [];
  let i = skipSpace(text, at);
  if (text.charCodeAt(i) !== OPEN_BRACKET) return found;
  i = skipSpace(text, i + 1);
  while (i < text.length && text.charCodeAt(i) !== CLOSE_BRACKET) {
    const end = skipValue(text, i);
    found.push({ start: i, end });
    i = skipSpace(text, end);
    if (text.charCodeAt(i) === COMMA) i = skipSpace(text, i + 1);
  }
  return found;
}

export const slice = (text: string, span: Span): string => text.slice(span.start, span.end);

/** The last member of that name, as `JSON.parse` would take it. */
export function member(found: readonly Member[], key: string): Member | undefined {
  for (let i = found.length - 1; i >= 0; i -= 1) {
    const candidate = found[i];
    if (candidate?.key === key) return candidate;
  }
  return undefined;
}

/** The object at `at` with the members for which `keep` says no left out, and `extra` (`"key":value` texts) put in front. */
export function rebuildObject(
  text: string,
  at: number,
  keep: (key: string) => boolean,
  extra: readonly string[] = [],
): string {
  const parts = [...extra];
  for (const one of members(text, at)) {
    if (keep(one.key)) parts.push(text.slice(one.keyStart, one.end));
  }
  return `{${parts.join(',')}}`;
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** Index of the first character at or after `at` that is no white space. */
export function skipSpace(text: string, at: number): number {
  let i = at;
  for (;;) {
    const code = text.charCodeAt(i);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return i;
    i += 1;
  }
}

/** From an opening quote to behind the closing one. `indexOf` does the walking: it runs at memory speed. */
export function skipString(text: string, at: number): number {
  let close = text.indexOf('"', at + 1);
  while (close !== -1) {
    let slashes = 0;
    while (text.charCodeAt(close - 1 - slashes) === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return close + 1;
    close = text.indexOf('"', close + 1);
  }
  return text.length;
}

/** Index behind the value that begins at `at`. */
export function skipValue(text: string, at: number): number {
  const first = text.charCodeAt(at);
  if (first === QUOTE) return skipString(text, at);
  let i = at;
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) {
    while (i < text.length && !endsScalar(text.charCodeAt(i))) i += 1;
    return i;
  }
  let depth = 0;
  while (i < text.length) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = skipString(text, i);
      continue;
    }
    i += 1;
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if ((code === CLOSE_BRACE || code === CLOSE_BRACKET) && --depth === 0) return i;
  }
  return i;
}

const endsScalar = (code: number) => code === COMMA || code === CLOSE_BRACE || code === CLOSE_BRACKET || code <= 0x20;

/** What the string between `start` and `end`, quotes included, says. */
export function readKey(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  return inner.includes('\\') ? (JSON.parse(text.slice(start, end)) as string) : inner;
}
