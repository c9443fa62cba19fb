import { dehydrate, HydrationBoundary, type QueryKey } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { makeQueryClient } from '@/lib/query/query-client';

interface PrefetchedProps {
  /** What each query would answer, known already on the server. Undefined is left to the browser. */
  data: readonly (readonly [QueryKey, unknown])[];
  children: ReactNode;
}

/** Hands data over with the page, so that its first paint is complete. */
export function Prefetched({ data, children }: PrefetchedProps) {
  const queryClient = makeQueryClient();
  for (const [key, value] of data) if (value !== undefined) queryClient.setQueryData(key, value);
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}

/** The items of a list's first page when that is all of it. */
export const wholeList = <Item,>(items: Item[], page: { next_cursor: string | null }): Item[] | undefined =>
  page.next_cursor === null ? items : undefined;
