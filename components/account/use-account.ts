import { useQuery, useQueryClient } from '@tanstack/react-query';
import type {
  Account,
  ApiKey,
  ChangeEmailInput,
  ChangePasswordInput,
  ConfirmEmailInput,
  CreateApiKeyInput,
  CreatedApiKey,
  DeleteAccountInput,
  EndedSessions,
  Person,
  Session,
  UpdateAccountInput,
} from '@/lib/account/schemas';
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

/** Prefetched with the page. */
export const useAccount = () =>
  useQuery({ queryKey: keys.account(), queryFn: ({ signal }) => request<Account>('/account', { signal }) });

function useRefreshPerson() {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.account() }),
      queryClient.invalidateQueries({ queryKey: keys.me() }),
    ]);
}

export function useUpdateAccount() {
  const refresh = useRefreshPerson();
  return useAction({
    repeatable: true,
    mutationFn: (body: UpdateAccountInput) => request<Account>('/account', { method: 'PATCH', body }),
    onSuccess: refresh,
  });
}

export function useChangePassword() {
  const queryClient = useQueryClient();
  return useAction({
    mutationFn: (body: ChangePasswordInput) => request<void>('/account/password', { method: 'POST', body }),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.account() }),
        queryClient.invalidateQueries({ queryKey: keys.sessions() }),
      ]),
  });
}

export const useChangeEmail = () =>
  useAction({ mutationFn: (body: ChangeEmailInput) => request('/account/email', { method: 'POST', body }) });

export function useConfirmEmail() {
  const refresh = useRefreshPerson();
  return useAction({
    mutationFn: (body: ConfirmEmailInput) => request<Person>('/account/email/confirm', { method: 'POST', body }),
    onSuccess: refresh,
  });
}

export function useEndOtherSessions() {
  const queryClient = useQueryClient();
  return useAction({
    repeatable: true,
    mutationFn: () => request<EndedSessions>('/account/sessions/end-others', { method: 'POST' }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.sessions() }),
  });
}

export const useDeleteAccount = () =>
  useAction({ mutationFn: (body: DeleteAccountInput) => request<void>('/account/delete', { method: 'POST', body }) });
