import { useQuery } from '@tanstack/react-query';
import type { Member } from '@/lib/members/schemas';
import { keys } from '@/lib/query/keys';
import { requestAll } from '@/lib/query/pages';

export const useMembers = (slug: string) =>
  useQuery({
    queryKey: keys.members(slug),
    queryFn: ({ signal }) => requestAll<Member>(`/workspaces/${slug}/members`, 'members', signal),
  });
