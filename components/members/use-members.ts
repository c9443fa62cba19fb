import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { HandedLink } from '@/lib/account/schemas';
import type { Member } from '@/lib/members/schemas';
import { keys } from '@/lib/query/keys';
import { requestAll } from '@/lib/query/pages';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';
import type { Role } from '@/lib/workspaces/schemas';

const pathOf = (slug: string, id: string) => `/workspaces/${slug}/members/${id}`;

export const useMembers = (slug: string) =>
  useQuery({
    queryKey: keys.members(slug),
    queryFn: ({ signal }) => requestAll<Member>(`/workspaces/${slug}/members`, 'members', signal),
  });

/** Never optimistic: the list says what the server has done. */
export function useChangeRole(slug: string, id: string) {
  const queryClient = useQueryClient();
  return useAction({
    repeatable: true,
    mutationFn: (role: Role) => request<Member>(pathOf(slug, id), { method: 'PATCH', body: { role } }),
    onSuccess: (changed) => {
      queryClient.setQueryData<Member[]>(keys.members(slug), (members) =>
        members?.map((member) => (member.id === changed.id ? changed : member)),
      );
      // One’s own role decides what the page offers.
      return queryClient.invalidateQueries({ queryKey: keys.workspace(slug) });
    },
  });
}

/** Takes somebody out; their tokens end with it. */
export function useRemoveMember(slug: string, id: string) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: () => request<void>(pathOf(slug, id), { method: 'DELETE' }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: keys.tokens(slug) });
      return queryClient.invalidateQueries({ queryKey: keys.members(slug) });
    },
  });
}

/** Takes oneself out. Nothing of the workspace is asked for again: it is someone else’s now. */
export function useLeaveWorkspace(slug: string, id: string) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: () => request<void>(pathOf(slug, id), { method: 'DELETE' }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.workspaces() }),
        queryClient.invalidateQueries({ queryKey: keys.me() }),
      ]),
  });
}

/** The answer holds the link; it is handed to the caller and kept nowhere. */
export const useIssuePasswordReset = (slug: string, id: string) =>
  useAction({ mutationFn: () => request<HandedLink>(`${pathOf(slug, id)}/password-reset`, { method: 'POST' }) });
