import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { keys } from '@/lib/query/keys';
import { requestAll } from '@/lib/query/pages';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';
import type { CreateWorkspaceInput, Me, UpdateWorkspaceInput, Workspace } from '@/lib/workspaces/schemas';

export const useMe = () =>
  useQuery({ queryKey: keys.me(), queryFn: ({ signal }) => request<Me>('/me', { signal }), staleTime: 60_000 });

export const useWorkspaces = () =>
  useQuery({
    queryKey: keys.workspaces(),
    queryFn: ({ signal }) => requestAll<Workspace>('/workspaces', 'workspaces', signal),
  });

/** The page has been guarded on the server, which hands the workspace over with the page. */
export const useWorkspace = (slug: string) =>
  useSuspenseQuery({
    queryKey: keys.workspace(slug),
    queryFn: ({ signal }) => request<Workspace>(`/workspaces/${slug}`, { signal }),
  });

export function useCreateWorkspace() {
  const refresh = useRefreshWorkspaces();
  return useAction({
    mutationFn: (body: CreateWorkspaceInput) => request<Workspace>('/workspaces', { method: 'POST', body }),
    onSuccess: () => refresh(),
  });
}

export function useUpdateWorkspace(slug: string) {
  const queryClient = useQueryClient();
  const refresh = useRefreshWorkspaces();
  return useAction({
    repeatable: true,
    mutationFn: (body: UpdateWorkspaceInput) => request<Workspace>(`/workspaces/${slug}`, { method: 'PATCH', body }),
    onSuccess: (workspace) => {
      queryClient.setQueryData(keys.workspace(slug), workspace);
      return refresh();
    },
  });
}

/** Whoever does it is an admin from then on; the page that was the owner's goes with its next refresh, after the caller has said so. */
export function useTransferWorkspace(slug: string) {
  const queryClient = useQueryClient();
  const refresh = useRefreshWorkspaces();
  return useAction({
    mutationFn: (memberId: string) =>
      request<Workspace>(`/workspaces/${slug}/transfer`, { method: 'POST', body: { member_id: memberId } }),
    onSuccess: () => Promise.all([refresh(), queryClient.invalidateQueries({ queryKey: keys.members(slug) })]),
  });
}

export function useDeleteWorkspace(slug: string) {
  const refresh = useRefreshWorkspaces();
  return useAction({
    mutationFn: () => request<void>(`/workspaces/${slug}`, { method: 'DELETE' }),
    onSuccess: () => refresh(),
  });
}

/** The lists in which every workspace stands: the page's and the sidebar's. */
function useRefreshWorkspaces() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.workspaces() }),
      queryClient.invalidateQueries({ queryKey: keys.me() }),
    ]);
}
