import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findPasted, hashToken, hintOfToken } from './pasted-token';

const raw = 'mwt_7a3f9c1e8b4d2f6a5c0e1d2b3a49586776859403e4ccb7ee';

describe('a token in the search field', () => {
  it.each([raw, ` ${raw}\n`, `Authorization: Bearer ${raw}`, `{"Authorization":"Bearer ${raw}"}`])(
    'is recognised in whatever was copied with it: %j',
    (text) => {
      expect(findPasted(text)).toEqual({ kind: 'token', raw });
    },
  );

  it.each([raw.slice(0, 30), raw.slice(0, -1), `${raw}0`, raw.toUpperCase(), `x${raw.slice(0, 20)}`])(
    'is not searched for in pieces: %j',
    (text) => {
      expect(findPasted(text)).toEqual({ kind: 'part' });
    },
  );

  it('is not mistaken for another secret, which is as little searched for', () => {
    expect(findPasted(`ak_${raw.slice(4)}`)).toEqual({ kind: 'other', name: 'an API key' });
    expect(findPasted(`mwi_${raw.slice(4)}`)).toEqual({ kind: 'other', name: 'an invite' });
  });

  it.each(['', 'Alice Cursor', 'mwt_7a3f…b7ee', 'mwt_7a3f', 'b7ee', 'ak_47'])('leaves a search alone: %j', (text) => {
    expect(findPasted(text)).toBeNull();
  });

  it('is known to the server by the hash of all of it, and to people by its hint', async () => {
    expect(await hashToken(raw)).toBe(createHash('sha256').update(raw).digest('hex'));
    expect(hintOfToken(raw)).toBe('mwt_7a3f…b7ee');
  });
});
