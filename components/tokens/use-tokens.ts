import { useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/query/keys';
import { requestAll } from '@/lib/query/pages';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';
import type { CreatedToken, CreateTokenInput, Token } from '@/lib/tokens/schemas';

const waitingMs = 2_000;
const idleMs = 10_000;
/** How long after its creation a token without a call is watched closely. */
const freshMs = 1_800_000;

const pathOf = (slug: string) => `/workspaces/${slug}/tokens`;

/** Asked again while the page is visible, faster while a new token waits for its first call. */
export const useTokens = (slug: string) =>
  useQuery({
    queryKey: keys.tokens(slug),
    queryFn: ({ signal }) => requestAll<Token>(pathOf(slug), 'tokens', signal),
    refetchInterval: ({ state }) => (state.data?.some(waitsForFirstCall) ? waitingMs : idleMs),
  });

const waitsForFirstCall = (token: Token) =>
  token.active && token.last_used_at === null && Date.now() - Date.parse(token.created_at) < freshMs;

/** One token, watched until its first call has arrived. */
export const useFirstCall = (slug: string, token: Token) =>
  useQuery({
    queryKey: keys.token(slug, token.id),
    queryFn: ({ signal }) => request<Token>(`${pathOf(slug)}/${token.id}`, { signal }),
    initialData: token,
    refetchInterval: ({ state }) => (state.data?.last_used_at ? false : 1_500),
  });

/** The answer holds the raw token. It is handed to the caller and kept nowhere: see `gcTime` of the query client. */
export function useCreateToken(slug: string) {
  const refresh = useRefreshTokens(slug);
  return useAction({
    mutationFn: (body: CreateTokenInput) => request<CreatedToken>(pathOf(slug), { method: 'POST', body }),
    onSuccess: () => void refresh(),
  });
}

/** Never optimistic: the list says “revoked” when the server has. */
export function useRevokeToken(slug: string, id: string) {
  const refresh = useRefreshTokens(slug);
  return useAction({
    mutationFn: () => request<Token>(`${pathOf(slug)}/${id}/revoke`, { method: 'POST' }),
    onSuccess: () => refresh(),
  });
}

function useRefreshTokens(slug: string) {
  const queryClient = useQueryClient();
  return () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.tokens(slug) }),
      queryClient.invalidateQueries({ queryKey: keys.workspaces() }),
    ]);
}
