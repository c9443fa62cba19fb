import { expect, it } from 'vitest';
import { hashToken, readPastedToken } from './pasted-token';

/** A published test vector. */
const raw = 'mwt_7a3f9c1e8b4d2f6a5c0e1d2b3a49586776859403e4ccb7ee';

it.each([raw, ` ${raw}\n`, `Authorization: Bearer ${raw}`, `{"headers":{"Authorization":"Bearer ${raw}"}}`])(
  'a token is found wherever it stands',
  (text) => {
    expect(readPastedToken(text)).toBe(raw);
  },
);

it.each([
  ['', /nothing.*empty/],
  [`Bearer \${AEROSTACK_MCP_TOKEN}`, /name of a variable/],
  [`ak_${'c0ffee00'.repeat(6)}`, /API key/],
  [`https://a.example/invite/mwi_${'c0ffee00'.repeat(6)}`, /invite/],
  ['ghp_something', /no token/],
  [raw.slice(0, 40), /40 characters instead of 52/],
  [`${raw}0`, /53 characters/],
  [raw.toUpperCase().replace('MWT_', 'mwt_'), /capital/],
  [raw.replace('7a3f', '7a3e'), /checksum/],
  [raw.replace('7a3f', '7a3z'), /checksum/],
])('what the gateway refuses unseen is told apart, and not repeated', (text, words) => {
  const read = () => readPastedToken(text);
  expect(read).toThrow(words);
  expect(read).not.toThrow(/7a3|c0ffee|ghp_/i);
});

it('the server is asked by the SHA-256 of the whole token', () => {
  expect(hashToken(raw)).toBe('1737c6dfec975aa8eb4fb716f8cae2d2a615e175f666b0284d3565c1632bc242');
});
