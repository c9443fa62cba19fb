import { useQuery } from '@tanstack/react-query';
import type { OutboxList } from '@/lib/mail/schemas';
import { keys } from '@/lib/query/keys';
import { request } from '@/lib/query/request';

const everyMs = 5_000;

/** Looked at again and again while the page is open: a mail may come from another tab. */
export const useOutbox = () =>
  useQuery({
    queryKey: keys.outbox(),
    queryFn: ({ signal }) => request<OutboxList>('/outbox', { signal }),
    refetchInterval: everyMs,
  });
