import { describe, expect, it } from 'vitest';
import type { Token } from '@/lib/tokens/schemas';
import { filterTokens, groupTokens } from './filter-tokens';
import { aToken } from './test-token';
import { queryOf, type TokenView, viewOf } from './token-view';

const now = Date.parse('2026-11-23T12:00:00Z');
const at = (days: number) => new Date(now + days * 86_400_000).toISOString();
const everything = viewOf(new URLSearchParams());
const names = (tokens: Token[], view: Partial<TokenView>) =>
  filterTokens(tokens, { ...everything, ...view }, now).map(({ name }) => name);

const ada = { id: 'ada', name: 'Ada', email: 'ada@example.com' };
const tokens = [
  aToken({ name: 'Fresh', created_at: at(-1), created_by: ada }),
  aToken({ name: 'Ending', created_at: at(-40), expires_at: at(3), last_used_at: at(-1) }),
  aToken({ name: 'Asleep', created_at: at(-200), last_used_at: at(-95), status: 'paused' }),
  aToken({ name: 'Gone', created_at: at(-300), status: 'revoked', revoked_at: at(-250), exposed_at: at(-250) }),
];

describe('a filtered list', () => {
  it.each([
    [{}, ['Fresh', 'Ending', 'Asleep', 'Gone']],
    [{ status: 'expiring' }, ['Ending']],
    [{ status: 'active' }, ['Fresh']],
    [{ status: 'paused' }, ['Asleep']],
    [{ status: 'exposed' }, ['Gone']],
    [{ creator: 'ada' }, ['Fresh']],
    [{ use: 'never' }, ['Fresh']],
    [{ use: 'idle90' }, ['Asleep']],
    [{ expiry: 'none' }, ['Fresh', 'Asleep']],
    [{ sort: 'oldest' }, ['Gone', 'Asleep', 'Ending', 'Fresh']],
    [{ sort: 'name' }, ['Asleep', 'Ending', 'Fresh', 'Gone']],
    [{ sort: 'used' }, ['Ending', 'Asleep', 'Fresh', 'Gone']],
    [{ sort: 'expires' }, ['Ending', 'Fresh', 'Asleep', 'Gone']],
  ] as [Partial<TokenView>, string[]][])('shows what was asked for: %j', (view, expected) => {
    expect(names(tokens, view)).toEqual(expected);
  });

  it('is the same after its address was given to somebody else', () => {
    const view: TokenView = {
      search: 'ci bot',
      status: 'rotating',
      creator: 'ada',
      use: 'idle30',
      expiry: 'none',
      sort: 'used',
    };
    expect(viewOf(new URLSearchParams(queryOf(view)))).toEqual(view);
    expect(queryOf(everything)).toBe('');
    expect(viewOf(new URLSearchParams('status=toString&sort=up&use='))).toEqual(everything);
  });
});

describe('rotated tokens', () => {
  const first = aToken({ id: '1', name: 'First', replaced_by: '2' });
  const second = aToken({ id: '2', name: 'Second', replaced_by: '3' });
  const third = aToken({ id: '3', name: 'Third' });
  const shape = (shown: Token[]) =>
    groupTokens(shown, [third, second, first]).map(({ token, replaced }) => [
      token.name,
      ...replaced.map(({ name }) => name),
    ]);

  it('stand beneath the one that took their place while they work', () => {
    expect(shape([third, second, first])).toEqual([['Third', 'Second', 'First']]);
  });

  it('stand alone where that one is not shown, so that none is lost', () => {
    expect(shape([first])).toEqual([['First']]);
    expect(shape([second, first])).toEqual([['Second', 'First']]);
  });

  it('have their own place again once they have ended', () => {
    const ended = { ...first, status: 'revoked' } as const;
    expect(shape([third, ended])).toEqual([['Third'], ['First']]);
  });
});
