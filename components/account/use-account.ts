import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ApiKey, CreateApiKeyInput, CreatedApiKey, Session } from '@/lib/account/schemas';
import { keys } from '@/lib/query/keys';
import { requestAll } from '@/lib/query/pages';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';

export const useApiKeys = () =>
  useQuery({
    queryKey: keys.apiKeys(),
    queryFn: ({ signal }) => requestAll<ApiKey>('/account/api-keys', 'api_keys', signal),
  });

/** The answer holds the raw key; it is handed to the caller and kept nowhere. */
export function useCreateApiKey() {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: (body: CreateApiKeyInput) => request<CreatedApiKey>('/account/api-keys', { method: 'POST', body }),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: keys.apiKeys() }),
  });
}

export function useDeleteApiKey(id: string) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: () => request<void>(`/account/api-keys/${id}`, { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.apiKeys() }),
  });
}

export const useSessions = () =>
  useQuery({
    queryKey: keys.sessions(),
    queryFn: ({ signal }) => requestAll<Session>('/account/sessions', 'sessions', signal),
  });

export function useEndSession(id: string) {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: () => request<void>(`/account/sessions/${id}`, { method: 'DELETE' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.sessions() }),
  });
}
