import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useEffect, useState } from 'react';
import { keys } from '@/lib/query/keys';
import { ApiProblem } from '@/lib/query/problem';
import { request } from '@/lib/query/request';
import type { Usage, UsageGrouping, UsageOverview } from '@/lib/usage/schemas';
import { queryOf, type UsageView, viewOf } from './usage-view';

const everyMs = 60_000;

export function useUsage(slug: string, question: URLSearchParams, grouping: UsageGrouping) {
  const query = new URLSearchParams([...question, ['group_by', grouping]]).toString();
  return useQuery({
    queryKey: keys.usage(slug, query),
    queryFn: ({ signal }) => request<Usage>(`/workspaces/${slug}/usage?${query}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  });
}

export const useUsageOverview = (slug: string) =>
  useQuery({
    queryKey: keys.usage(slug, 'overview'),
    queryFn: ({ signal }) => request<UsageOverview>(`/workspaces/${slug}/usage/overview`, { signal }),
    refetchInterval: everyMs,
  });

/** What the address asks to be shown. Changing it replaces the address: going back leads to the page before, not to each filter. */
export function useUsageView(): [UsageView, (part: Partial<UsageView>) => void] {
  const view = viewOf(useSearchParams());
  const change = (part: Partial<UsageView>) => {
    const current = viewOf(new URLSearchParams(window.location.search));
    window.history.replaceState(null, '', `${window.location.pathname}${queryOf({ ...current, ...part })}`);
  };
  return [view, change];
}

/** The question is one whose answer would say more of others than this workspace shows. The page says so once. */
export const isOnlyCounts = (error: unknown): boolean => error instanceof ApiProblem && error.status === 403;

/** The server's time, also when a page stays open over midnight. @param startMs what it was when the page was made */
export function useNow(startMs: number): number {
  const [nowMs, setNowMs] = useState(startMs);
  useEffect(() => {
    const openedMs = Date.now();
    const timer = setInterval(() => setNowMs(startMs + Date.now() - openedMs), everyMs);
    return () => clearInterval(timer);
  }, [startMs]);
  return nowMs;
}
