import { useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/query/keys';
import { requestAll } from '@/lib/query/pages';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';
import type { CreateServerInput, Server, UpdateRecordingInput, UpdateServerInput } from '@/lib/servers/schemas';

const pathOf = (slug: string, id?: string) => `/workspaces/${slug}/servers${id === undefined ? '' : `/${id}`}`;

/** Asked again while the page is visible: a server's state moves without anyone pressing anything. */
export const useServers = (slug: string) =>
  useQuery({
    queryKey: keys.servers(slug),
    queryFn: ({ signal }) => requestAll<Server>(pathOf(slug), 'servers', signal),
    refetchInterval: 15_000,
  });

/** Answers when the server was connected to, or could not be: up to ten seconds. */
export function useAddServer(slug: string) {
  const refresh = useRefreshServers(slug);
  return useAction({
    mutationFn: (body: CreateServerInput) => request<Server>(pathOf(slug), { method: 'POST', body }),
    onSuccess: () => refresh(),
  });
}

export function useUpdateServer(slug: string, id: string) {
  const refresh = useRefreshServers(slug);
  return useAction({
    mutationFn: (body: UpdateServerInput) => request<Server>(pathOf(slug, id), { method: 'PATCH', body }),
    onSuccess: () => refresh(),
  });
}

export function useUpdateRecording(slug: string, id: string) {
  const refresh = useRefreshServers(slug);
  return useAction({
    mutationFn: (body: UpdateRecordingInput) =>
      request<Server>(`${pathOf(slug, id)}/recording`, { method: 'PATCH', body }),
    onSuccess: () => refresh(),
  });
}

/** Switches a server on or off, as often as one likes. */
export function useEnableServer(slug: string, id: string) {
  const refresh = useRefreshServers(slug);
  return useAction({
    repeatable: true,
    mutationFn: (enabled: boolean) => request<Server>(pathOf(slug, id), { method: 'PATCH', body: { enabled } }),
    onSuccess: () => refresh(),
  });
}

export function useRefreshServer(slug: string, id: string) {
  const refresh = useRefreshServers(slug);
  return useAction({
    repeatable: true,
    mutationFn: () => request<Server>(`${pathOf(slug, id)}/refresh`, { method: 'POST' }),
    onSuccess: () => refresh(),
  });
}

export function useRemoveServer(slug: string, id: string) {
  const refresh = useRefreshServers(slug);
  return useAction({
    mutationFn: () => request<void>(pathOf(slug, id), { method: 'DELETE' }),
    onSuccess: () => refresh(),
  });
}

/** Servers bring tools, prompts and resources, and the workspace counts servers. */
function useRefreshServers(slug: string) {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.servers(slug) }),
      queryClient.invalidateQueries({ queryKey: keys.tools(slug) }),
      queryClient.invalidateQueries({ queryKey: keys.prompts(slug) }),
      queryClient.invalidateQueries({ queryKey: keys.resources(slug) }),
      queryClient.invalidateQueries({ queryKey: keys.workspaces() }),
    ]);
}
