import { type InfiniteData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Call, CallDetails, CallList } from '@/lib/calls/schemas';
import { keys } from '@/lib/query/keys';
import { request } from '@/lib/query/request';
import type { Token, TokenList } from '@/lib/tokens/schemas';
import { isBeyond, type Pages, withNewCalls } from './new-calls';

/** With the time until a call is written it is on the screen within two seconds. */
const liveMs = 1_000;
/** Calls are written in batches, by several instances, and may arrive behind later ones. */
const overlapMs = 15_000;
const pathOf = (slug: string) => `/workspaces/${slug}/calls`;
const ask = (slug: string, query: string, signal: AbortSignal) =>
  request<CallList>(`${pathOf(slug)}?${query}`, { signal });
const joined = (...parts: string[]) => parts.filter((part) => part !== '').join('&');

const callsOf = (data: InfiniteData<CallList, string | null>) => ({
  calls: data.pages.flatMap(({ calls }) => calls),
  searchedTo: data.pages.at(-1)?.searched_to ?? null,
});

/**
 * The calls that a query finds, newest first, page by page.
 * @param query filters as they stand in an address, without `?`
 */
export const useCalls = (slug: string, query: string) =>
  useInfiniteQuery({
    queryKey: keys.calls(slug, query),
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      ask(slug, joined(query, 'limit=50', pageParam === null ? '' : `cursor=${encodeURIComponent(pageParam)}`), signal),
    getNextPageParam: (last: CallList) => last.next_cursor,
    select: callsOf,
    // What is new comes by itself; asking for every page again would only move what is read.
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });

/** Adds the calls that are made while the page is looked at; a hidden page asks for nothing. */
export function useNewCalls(slug: string, query: string, isOn: boolean): void {
  const queryClient = useQueryClient();
  const queryKey = keys.calls(slug, query);
  useQuery({
    queryKey: keys.newCalls(slug, query),
    queryFn: async ({ signal }) => {
      const pages = queryClient.getQueryData<Pages>(queryKey);
      const from = fromOf(pages?.pages[0]?.calls[0], query);
      const found = await ask(slug, joined(query, 'limit=100', from), signal);
      let isTooMany = false;
      queryClient.setQueryData<Pages>(queryKey, (known) => {
        if (known === undefined) return known;
        isTooMany = isBeyond(known, found);
        return isTooMany
          ? { pages: known.pages.slice(0, 1), pageParams: known.pageParams.slice(0, 1) }
          : withNewCalls(known, found);
      });
      if (isTooMany) await queryClient.invalidateQueries({ queryKey });
      return null;
    },
    enabled: isOn,
    refetchInterval: liveMs,
    staleTime: 0,
    gcTime: 0,
    retry: false,
  });
}

/** From where on new calls are asked for: a little before the newest known one. The query's own beginning is later than that, or it has none. */
function fromOf(newest: Call | undefined, query: string): string {
  if (newest === undefined || new URLSearchParams(query).has('from')) return '';
  return `from=${new Date(Date.parse(newest.at) - overlapMs).toISOString()}`;
}

/** One call. What a list knows of it is there at once; what is recorded of it comes with the answer. */
export const useCall = (slug: string, id: string | undefined, known: Call | undefined) =>
  useQuery<Call | CallDetails>({
    queryKey: keys.call(slug, id ?? ''),
    queryFn: ({ signal }) => request<CallDetails>(`${pathOf(slug)}/${encodeURIComponent(id ?? '')}`, { signal }),
    enabled: id !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    ...(known ? { placeholderData: known } : {}),
  });

/** The newest tokens, to choose one from. */
export const useTokenChoices = (slug: string) =>
  useQuery({
    queryKey: keys.tokenChoices(slug),
    queryFn: async ({ signal }): Promise<Token[]> =>
      (await request<TokenList>(`/workspaces/${slug}/tokens?limit=100`, { signal })).tokens,
  });
