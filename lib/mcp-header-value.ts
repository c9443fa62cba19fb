/** How a text travels in one of MCP's own HTTP headers (2026-07-28, Streamable HTTP, “Standard Headers”). */

const sentinel = /^=\?base64\?((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)\?=$/;
const looksSealed = /^=\?base64\?.*\?=$/s;
const plain = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** The value as a header may carry it: as it is when it is printable ASCII, else as `=?base64?…?=`. */
export function encodeHeaderValue(value: string): string {
  if (plain.test(value) && !looksSealed.test(value)) return value;
  return `=?base64?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}

/** The value that a header means; undefined when its base64 form is broken. Surrounding white space does not count. */
export function decodeHeaderValue(header: string): string | undefined {
  const trimmed = header.replace(/^[ \t]+|[ \t]+$/g, '');
  if (!looksSealed.test(trimmed)) return trimmed;
  const encoded = sentinel.exec(trimmed)?.[1];
  if (encoded === undefined) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(encoded, 'base64'));
  } catch {
    return undefined;
  }
}
