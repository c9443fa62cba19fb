import type { Token } from '@/lib/tokens/schemas';

/** A token of a list, for tests of what is shown of it. */
export const aToken = (part: Partial<Token> = {}): Token => ({
  id: part.name ?? 'token',
  name: 'Alice Cursor',
  hint: 'mwt_7a3f…b7ee',
  status: 'active',
  active: (part.status ?? 'active') === 'active',
  created_at: '2026-11-23T00:00:00.000Z',
  created_by: null,
  member: null,
  expires_at: null,
  last_used_at: null,
  last_used_client: null,
  revoked_at: null,
  revoked_by: null,
  revoked_reason: null,
  paused_at: null,
  scope: null,
  rate_limit: null,
  rotated_from: null,
  replaced_by: null,
  exposed_at: null,
  exposed_source: null,
  ...part,
});
