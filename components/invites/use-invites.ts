import { useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  AcceptedInvite,
  AcceptInviteInput,
  CreatedInvite,
  CreatedInvites,
  CreateInviteInput,
  Invite,
  InviteView,
} from '@/lib/members/schemas';
import { keys } from '@/lib/query/keys';
import { requestAll } from '@/lib/query/pages';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';

const pathOf = (slug: string, id?: string) => `/workspaces/${slug}/invites${id === undefined ? '' : `/${id}`}`;

/** Who was invited and has not accepted yet, newest first. */
export const useInvites = (slug: string) =>
  useQuery({
    queryKey: keys.invites(slug),
    queryFn: ({ signal }) => requestAll<Invite>(pathOf(slug), 'invites', signal),
  });

/** The answer holds the links. They are handed to the caller and kept nowhere: see `gcTime` of the query client. */
export function useCreateInvites(slug: string) {
  const refresh = useRefreshInvites(slug);
  return useAction({
    mutationFn: (body: Required<Pick<CreateInviteInput, 'emails' | 'role'>>) =>
      request<CreatedInvites>(pathOf(slug), { method: 'POST', body }),
    onSuccess: refresh,
  });
}

/** Makes a new link, and mails it where mail is on; the one before is dead. */
export function useResendInvite(slug: string, id: string) {
  const refresh = useRefreshInvites(slug);
  return useAction({
    mutationFn: () => request<CreatedInvite>(`${pathOf(slug, id)}/resend`, { method: 'POST' }),
    onSuccess: refresh,
  });
}

export function useRevokeInvite(slug: string, id: string) {
  const refresh = useRefreshInvites(slug);
  return useAction({
    mutationFn: () => request<void>(pathOf(slug, id), { method: 'DELETE' }),
    onSuccess: refresh,
  });
}

function useRefreshInvites(slug: string) {
  const queryClient = useQueryClient();
  return () => queryClient.invalidateQueries({ queryKey: keys.invites(slug) });
}

/**
 * What the link that was opened asks of whoever is here. Changes nothing on the server. Looked up anew whenever the person comes
 * back to the window, because they may have signed in elsewhere.
 */
export const useOpenedInvite = (token: string, isDone: boolean) =>
  useQuery({
    queryKey: keys.openedInvite(),
    queryFn: ({ signal }) =>
      request<InviteView>('/invites/look', { method: 'POST', body: { invite_token: token }, signal }),
    enabled: !isDone,
    // A link that opens nothing will not begin to, and asking costs attempts.
    refetchOnWindowFocus: ({ state }) => state.error === null,
    staleTime: 0,
    gcTime: 0,
  });

/** The answer holds the raw token, as when one is made. */
export const useAcceptInvite = () =>
  useAction({
    mutationFn: (body: AcceptInviteInput) => request<AcceptedInvite>('/invites/accept', { method: 'POST', body }),
  });
