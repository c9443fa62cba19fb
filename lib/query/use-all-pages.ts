import { type InfiniteData, keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { request } from './request';

interface Page {
  next_cursor: string | null;
}

interface AllPagesOptions<P extends Page, Data> {
  queryKey: QueryKey;
  /** Below `/api/v1`; may carry a query of its own. */
  path: string;
  /** Beyond it the list is cut, which `isCut` says. A page holds 100 entries. */
  pagesMax: number;
  /** What is made of the pages that are there; one function for all renders. */
  select: (data: InfiniteData<P, string | null>) => Data;
  /** How often it is asked again, in milliseconds, while it is one page long; longer lists wait in proportion. */
  refreshMs?: ((data: InfiniteData<P, string | null> | undefined) => number) | undefined;
}

/**
 * A long list, page after page: the first one is on the screen while the others arrive. `isComplete` says when all of it is
 * there, `isCut` that there is more than `pagesMax`.
 */
export function useAllPages<P extends Page, Data>(options: AllPagesOptions<P, Data>) {
  const { queryKey, path, pagesMax, select, refreshMs } = options;
  const query = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => request<P>(pathOf(path, pageParam), { signal }),
    getNextPageParam: (last: P, pages) => (pages.length < pagesMax ? last.next_cursor : null),
    select: (data) => ({ found: select(data), isCut: (data.pages.at(-1)?.next_cursor ?? null) !== null }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (refreshMs ? refreshMs(state.data) * (state.data?.pages.length ?? 1) : false),
    // Coming back to the window must not load a hundred pages at once.
    refetchOnWindowFocus: ({ state }) => (state.data?.pages.length ?? 0) <= 2,
  });
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  useEffect(() => {
    // Two places that show one list ask for the same page once.
    if (hasNextPage && !isFetching && !isError) void fetchNextPage({ cancelRefetch: false });
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  return {
    data: query.data?.found,
    error: query.error,
    isComplete: query.data !== undefined && !hasNextPage && !query.isPlaceholderData,
    isCut: !hasNextPage && query.data?.isCut === true,
    refetch: query.refetch,
  };
}

function pathOf(path: string, cursor: string | null): string {
  const query = cursor === null ? 'limit=100' : `limit=100&cursor=${encodeURIComponent(cursor)}`;
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}
