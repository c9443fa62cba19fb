import { describe, expect, it } from 'vitest';
import type { Token } from '@/lib/tokens/schemas';
import { filterTokens } from './filter-tokens';

const token = (name: string, hint: string, active = true): Token => ({
  id: name,
  name,
  hint,
  status: active ? 'active' : 'revoked',
  active,
  created_at: '2026-11-23T00:00:00.000Z',
  created_by: null,
  member: null,
  expires_at: null,
  last_used_at: null,
  last_used_client: null,
  revoked_at: null,
  revoked_by: null,
});
const tokens = [token('Alice Cursor', 'mwt_7a3f…b7ee'), token('CI Bot', 'mwt_0000…bb8e', false)];
const names = (text: string, onlyActive = false) => filterTokens(tokens, text, onlyActive).map(({ name }) => name);

describe('searching tokens', () => {
  it('finds by a part of the name or of the hint, in any case', () => {
    expect(names('cursor')).toEqual(['Alice Cursor']);
    expect(names('B7EE')).toEqual(['Alice Cursor']);
    expect(names('')).toHaveLength(2);
  });

  it('finds the row of a token that was pasted whole, wherever it was found', () => {
    expect(names('Authorization: Bearer mwt_7a3f9c1e8b4d2f6a5c0e1d2b3a49586776859403e4ccb7ee')).toEqual([
      'Alice Cursor',
    ]);
  });

  it('leaves out what cannot authenticate when only active ones are wanted', () => {
    expect(names('', true)).toEqual(['Alice Cursor']);
  });
});
