import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashSecret, hintOf, issueSecret, publishedBodies, readSecret, secretPrefixes } from './token-format';

const vectors = [
  ['0000000000000000000000000000000000000000', '963fbb8e'],
  ['ffffffffffffffffffffffffffffffffffffffff', 'b9bba370'],
  ['7a3f9c1e8b4d2f6a5c0e1d2b3a49586776859403', 'e4ccb7ee'],
  ['000000000000000000000000000000000000004c', '00317ec4'],
] as const;

const prefixes = fc.constantFrom(...secretPrefixes);
const bytes = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((array) => Buffer.from(array));
const secrets = fc
  .tuple(prefixes, bytes)
  .filter(([, body]) => !publishedBodies.has(body.toString('hex')))
  .map(([prefix, body]) => issueSecret(prefix, () => body));

describe('token format', () => {
  it.each(vectors)('the published vector %s has the checksum %s', (body, checksum) => {
    expect(readSecret(`mwt_${body}${checksum}`)).toEqual({ ok: true, prefix: 'mwt_' });
    const wrong = checksum.replace(/.$/, (last) => (last === '0' ? '1' : '0'));
    expect(readSecret(`mwt_${body}${wrong}`)).toEqual({ ok: false, reason: 'checksum' });
  });

  it('a published vector is never issued', () => {
    const drawn = [...publishedBodies, '11'.repeat(20)].map((body) => Buffer.from(body, 'hex'));
    const issued = issueSecret('mwt_', () => drawn.shift() ?? randomBytes(20));
    expect(issued.slice(4, 44)).toBe('11'.repeat(20));
  });

  it('what is issued is read back with its own prefix', () => {
    fc.assert(
      fc.property(prefixes, bytes, (prefix, body) => {
        fc.pre(!publishedBodies.has(body.toString('hex')));
        const secret = issueSecret(prefix, () => body);
        expect(secret).toMatch(new RegExp(`^${prefix}[0-9a-f]{48}$`));
        expect(readSecret(secret)).toEqual({ ok: true, prefix });
      }),
    );
  });

  it('any single wrong character is refused', () => {
    fc.assert(
      fc.property(secrets, fc.nat(), fc.constantFrom(...'0123456789abcdefABCDEFg_ $'), (secret, at, wrong) => {
        const index = at % secret.length;
        fc.pre(secret[index] !== wrong);
        expect(readSecret(secret.slice(0, index) + wrong + secret.slice(index + 1)).ok).toBe(false);
      }),
    );
  });

  it('arbitrary text never throws and never passes', () => {
    const texts = fc.tuple(fc.constantFrom('', 'mwt_'), fc.string()).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        expect(readSecret(text).ok).toBe(false);
      }),
    );
  });

  it('uppercase is refused as such, not folded', () => {
    const [body, checksum] = vectors[2];
    expect(readSecret(`mwt_${(body + checksum).toUpperCase()}`)).toEqual({ ok: false, reason: 'uppercase' });
    expect(readSecret(`MWT_${body}${checksum}`)).toEqual({ ok: false, reason: 'prefix' });
  });

  it.each([
    ['', 'prefix'],
    ['sk_live_1234', 'prefix'],
    ['mwt_', 'length'],
    [`mwt_${vectors[0][0]}${vectors[0][1]}\n`, 'length'],
    [`mwt_${'z'.repeat(48)}`, 'alphabet'],
    [`mwt_${'0'.repeat(48)}`, 'checksum'],
  ])('%j is refused for its %s', (text, reason) => {
    expect(readSecret(text)).toEqual({ ok: false, reason });
  });

  it('an invite body never works as a token: the prefix is part of the hash', () => {
    const [body, checksum] = vectors[2];
    expect(hashSecret(`mwt_${body}${checksum}`)).not.toBe(hashSecret(`mwi_${body}${checksum}`));
    expect(hashSecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('the hint shows 4 characters of the body and the last 4 of the checksum, nothing else', () => {
    const [body, checksum] = vectors[2];
    expect(hintOf(`mwt_${body}${checksum}`)).toBe('mwt_7a3f…b7ee');
    expect(hintOf(`ak_${body}${checksum}`)).toBe('ak_7a3f…b7ee');
  });
});
