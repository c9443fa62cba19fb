import { useInfiniteQuery } from '@tanstack/react-query';
import type { AuditFilter, AuditList } from '@/lib/audit/schemas';
import { keys } from '@/lib/query/keys';
import { request } from '@/lib/query/request';

/** The log, newest first, page after page as somebody asks for more. */
export const useAudit = (slug: string, filter: AuditFilter) =>
  useInfiniteQuery({
    queryKey: keys.audit(slug, filter),
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({
        ...filter,
        limit: '50',
        ...(pageParam === null ? {} : { cursor: pageParam }),
      });
      return request<AuditList>(`/workspaces/${slug}/audit?${query}`, { signal });
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: (before) => before,
  });
