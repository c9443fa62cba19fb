import { hash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** Workspace token, invite, account API key. A leaked secret tells by its prefix what it opens. */
export const secretPrefixes = ['mwt_', 'mwi_', 'ak_'] as const;
export type SecretPrefix = (typeof secretPrefixes)[number];

/** Why a text cannot be a secret of ours; found out without asking a database. */
export type SecretFault = 'prefix' | 'length' | 'uppercase' | 'alphabet' | 'checksum';

/** The bodies that the documentation publishes as test vectors: anyone may know them, so none is ever issued. */
export const publishedBodies: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000',
  'ffffffffffffffffffffffffffffffffffffffff',
  '7a3f9c1e8b4d2f6a5c0e1d2b3a49586776859403',
  '000000000000000000000000000000000000004c',
]);

const bodyBytes = 20;
const bodyLength = 2 * bodyBytes;
const checksumLength = 8;

/**
 * A new secret: prefix, 160 random bits as 40 hex characters, and their CRC-32 as 8 more.
 * @param random the source of randomness; a CSPRNG everywhere but in tests.
 */
export function issueSecret(prefix: SecretPrefix, random: (size: number) => Buffer = randomBytes): string {
  const body = random(bodyBytes).toString('hex');
  return publishedBodies.has(body) ? issueSecret(prefix, random) : `${prefix}${body}${checksumOf(body)}`;
}

/** Checks prefix, length, alphabet and checksum. Says that a text is well formed, never that it is known. */
export function readSecret(text: string): { ok: true; prefix: SecretPrefix } | { ok: false; reason: SecretFault } {
  const prefix = secretPrefixes.find((known) => text.startsWith(known));
  if (prefix === undefined) return { ok: false, reason: 'prefix' };
  const rest = text.slice(prefix.length);
  if (rest.length !== bodyLength + checksumLength) return { ok: false, reason: 'length' };
  if (!/^[0-9a-f]*$/.test(rest)) return { ok: false, reason: /^[0-9a-fA-F]*$/.test(rest) ? 'uppercase' : 'alphabet' };
  const body = rest.slice(0, bodyLength);
  return checksumOf(body) === rest.slice(bodyLength) ? { ok: true, prefix } : { ok: false, reason: 'checksum' };
}

/** The secrets of ours that stand in a text, whatever is around them: a header, an address, quotes. */
export const secretsIn = (text: string): string[] =>
  (text.match(/(?:mwt|mwi|ak)_[0-9a-f]{48}/g) ?? []).filter((secret) => readSecret(secret).ok);

/** What is stored of a secret: SHA-256 of the whole string as hex. The prefix takes part, so no kind can pass for another. */
export const hashSecret = (text: string): string => hash('sha256', text, 'hex');

/** What people tell secrets apart by: the first 4 characters of the body and the last 4 of all, `mwt_7a3f…b7ee`. */
export function hintOf(text: string): string {
  const start = text.indexOf('_') + 1;
  return `${text.slice(0, start + 4)}…${text.slice(-4)}`;
}

/** CRC-32 (IEEE) of the body as ASCII, 8 hex characters. Sorts out typing errors and floods; it protects nothing. */
const checksumOf = (body: string): string => crc32(body).toString(16).padStart(checksumLength, '0');
