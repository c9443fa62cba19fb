import { expect, it } from 'vitest';
import { verdictOf } from './token-verdict';

type Known = Parameters<typeof verdictOf>[1];

const scope = { servers: null, allow: [], deny: [], read_only: false, addresses: ['10.0.0.0/8'] };
const token: Known = {
  id: 'T',
  status: 'active',
  expires_at: null,
  revoked_at: null,
  revoked_by: null,
  revoked_reason: null,
  paused_at: null,
  replaced_by: null,
  scope: null,
  rate_limit: null,
};
const ada = { id: '1', name: 'Ada', email: 'ada@example.com' };

it.each<[Partial<Known>, RegExp]>([
  [{}, /^Requests are admitted; it does not expire\.$/],
  [{ expires_at: 'then' }, /^Requests are admitted until it expires then\.$/],
  [{ expires_at: 'then', replaced_by: 'N' }, /for a grace that ends then: N took its place\.$/],
  [
    { scope, rate_limit: 5 },
    /From elsewhere than 10\.0\.0\.0\/8 they are refused\. More than 5 in 60 seconds are refused\.$/,
  ],
  [
    { status: 'paused', paused_at: 'then' },
    /^Every request is refused: it is paused since then\..*token resume acme T$/,
  ],
  [{ status: 'expired', expires_at: 'then' }, /^Every request is refused: it expired then\./],
  [{ status: 'revoked', revoked_at: 'then', revoked_by: ada, revoked_reason: 'revoked' }, /revoked then by Ada\. /],
  [
    { status: 'revoked', revoked_at: 'then', revoked_reason: 'leaked' },
    /revoked then, because it was found in the open\./,
  ],
  [{ status: 'revoked', revoked_at: 'then', revoked_reason: 'rotated', replaced_by: 'N' }, /then; N took its place\./],
])('what the gateway does with it, and why, is said of a token with %o', (facts, words) => {
  expect(verdictOf('acme', { ...token, ...facts }, String)).toMatch(words);
});
