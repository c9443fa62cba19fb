import { useState } from 'react';
import { ApiProblem, sentenceOf } from '@/lib/query/problem';
import type { Token } from '@/lib/tokens/schemas';
import { canHash, hashToken, hintOfToken, type Pasted } from './pasted-token';
import { useFindToken, useToken } from './use-tokens';

/** How the search for a pasted token stands. The token itself is in none of them. */
export type HashSearch =
  | { kind: 'looking' }
  | { kind: 'found'; token: Token }
  | { kind: 'none'; hint: string }
  | { kind: 'cannot hash'; hint: string }
  | { kind: 'part' }
  | { kind: 'other'; name: string }
  | { kind: 'failed'; text: string };

/** Finds the row of a token by the token's hash, which is made here: the token leaves neither this function nor this page. */
export function useTokenHashSearch(slug: string) {
  const [search, setSearch] = useState<HashSearch | null>(null);
  const find = useFindToken(slug);
  const known = search?.kind === 'found' ? search.token : undefined;
  const { data: token = known } = useToken(slug, known?.id ?? null, known);

  const look = async (pasted: NonNullable<Pasted>) => {
    if (pasted.kind !== 'token') return setSearch(pasted);
    const hint = hintOfToken(pasted.raw);
    if (!canHash()) return setSearch({ kind: 'cannot hash', hint });
    setSearch({ kind: 'looking' });
    try {
      setSearch({ kind: 'found', token: await find.mutateAsync(await hashToken(pasted.raw)) });
    } catch (error) {
      const isUnknown = error instanceof ApiProblem && error.status === 404;
      setSearch(isUnknown ? { kind: 'none', hint } : { kind: 'failed', text: sentenceOf(error) });
    }
  };
  return { search, token, look, end: () => setSearch(null) };
}
