import { type TokenState, tokenStates } from './token-state';

/** What of a workspace's tokens is shown, and in which order: all of it stands in the address. */
export interface TokenView {
  search: string;
  status: TokenState | 'exposed' | null;
  /** The id of the person who made it. */
  creator: string | null;
  use: 'never' | 'idle30' | 'idle90' | null;
  expiry: 'none' | null;
  sort: TokenSort;
}

export const tokenSorts = ['newest', 'oldest', 'name', 'used', 'expires'] as const;
export type TokenSort = (typeof tokenSorts)[number];

const statuses = [...tokenStates, 'exposed'] as const;
const uses = ['never', 'idle30', 'idle90'] as const;

/** Reads an address; what it does not know it leaves out. */
export function viewOf(query: { get(name: string): string | null }): TokenView {
  const oneOf = <Value extends string>(name: string, known: readonly Value[]): Value | null =>
    known.find((value) => value === query.get(name)) ?? null;
  return {
    search: (query.get('search') ?? '').slice(0, 100),
    status: oneOf('status', statuses),
    creator: query.get('creator'),
    use: oneOf('use', uses),
    expiry: oneOf('expiry', ['none']),
    sort: oneOf('sort', tokenSorts) ?? 'newest',
  };
}

/** `?status=paused`, or nothing for the plain list. */
export function queryOf({ sort, ...view }: TokenView): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(view)) if (value) query.set(name, value);
  if (sort !== 'newest') query.set('sort', sort);
  return query.size === 0 ? '' : `?${query}`;
}

export const isFiltered = ({ status, creator, use, expiry }: TokenView): boolean =>
  status !== null || creator !== null || use !== null || expiry !== null;

export const noFilters = { status: null, creator: null, use: null, expiry: null } as const;
