import { type InfiniteData, type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys } from '@/lib/query/keys';
import { request } from '@/lib/query/request';
import { useAction } from '@/lib/query/use-action';
import { useAllPages } from '@/lib/query/use-all-pages';
import type {
  CreatedToken,
  CreateTokenInput,
  RevokedTokens,
  RotateTokenInput,
  Token,
  TokenExplanation,
  TokenList,
  UpdateTokenInput,
} from '@/lib/tokens/schemas';

const waitingMs = 2_000;
const idleMs = 10_000;
/** How long after its creation a token without a call is watched closely. */
const freshMs = 1_800_000;

type TokenPages = InfiniteData<TokenList, string | null>;

const pathOf = (slug: string, id?: string) => `/workspaces/${slug}/tokens${id === undefined ? '' : `/${id}`}`;

const tokensOf = (data: TokenPages): Token[] => data.pages.flatMap(({ tokens }) => tokens);

/**
 * A workspace's tokens, newest first; with a search those whose name or hint holds it, which the server finds. Asked again while
 * the page is visible, faster while a new token waits for its first call.
 */
export const useTokens = (slug: string, search = '') =>
  useAllPages<TokenList, Token[]>({
    queryKey: keys.tokenPages(slug, search),
    path: search === '' ? pathOf(slug) : `${pathOf(slug)}?search=${encodeURIComponent(search)}`,
    pagesMax: tokenPagesMax,
    select: tokensOf,
    refreshMs: (data) => (data?.pages[0]?.tokens.some(waitsForFirstCall) ? waitingMs : idleMs),
  });

/** Ten thousand tokens; beyond them, searching finds the rest. */
const tokenPagesMax = 100;

const waitsForFirstCall = (token: Token) =>
  token.active && token.last_used_at === null && Date.now() - Date.parse(token.created_at) < freshMs;

/** One token, asked again while the page is visible. */
export const useToken = (slug: string, id: string | null, known?: Token) =>
  useQuery({
    queryKey: keys.token(slug, id ?? ''),
    queryFn: ({ signal }) => request<Token>(pathOf(slug, id ?? ''), { signal }),
    enabled: id !== null,
    // What is known of it may come from a list, or from its creation.
    staleTime: 0,
    refetchInterval: idleMs,
    ...(known ? { initialData: known } : {}),
  });

/** One token, watched until its first call has arrived. */
export const useFirstCall = (slug: string, token: Token) =>
  useQuery({
    queryKey: keys.token(slug, token.id),
    queryFn: ({ signal }) => request<Token>(pathOf(slug, token.id), { signal }),
    initialData: token,
    refetchInterval: ({ state }) => (state.data?.last_used_at ? false : 1_500),
  });

export type ExplainedTool = TokenExplanation['tools'][number];

const toolsOf = (data: InfiniteData<TokenExplanation, string | null>) => ({
  tools: data.pages.flatMap(({ tools }) => tools),
  granted: data.pages[0]?.granted_count ?? 0,
  refused: data.pages[0]?.refused_count ?? 0,
});

/** Which tools a token sees, and why it does not see the others. */
export const useTokenAccess = (slug: string, id: string) =>
  useAllPages({
    queryKey: keys.tokenAccess(slug, id),
    path: `${pathOf(slug, id)}/explain`,
    pagesMax: 50,
    select: toolsOf,
  });

/** The answer holds the raw token. It is handed to the caller and kept nowhere: see `gcTime` of the query client. */
export function useCreateToken(slug: string) {
  const { refresh } = useTokenCache(slug);
  return useAction({
    mutationFn: (body: CreateTokenInput) => request<CreatedToken>(pathOf(slug), { method: 'POST', body }),
    onSuccess: refresh,
  });
}

/** As `useCreateToken`; the token that is replaced changes too. */
export function useRotateToken(slug: string, id: string) {
  const { refresh } = useTokenCache(slug);
  return useAction({
    mutationFn: (body: RotateTokenInput) =>
      request<CreatedToken>(`${pathOf(slug, id)}/rotate`, { method: 'POST', body }),
    onSuccess: refresh,
  });
}

export function useUpdateToken(slug: string, id: string) {
  const { put } = useTokenCache(slug);
  return useAction({
    mutationFn: (body: UpdateTokenInput) => request<Token>(pathOf(slug, id), { method: 'PATCH', body }),
    onSuccess: (token) => put([token]),
  });
}

/** Never optimistic: the list says “revoked” when the server has. */
export function useRevokeToken(slug: string, id: string) {
  const { put } = useTokenCache(slug);
  return useAction({
    mutationFn: () => request<Token>(`${pathOf(slug, id)}/revoke`, { method: 'POST' }),
    onSuccess: (token) => put([token]),
  });
}

/** All of them or, when one of them is gone, none. */
export function useRevokeTokens(slug: string) {
  const { put } = useTokenCache(slug);
  return useAction({
    repeatable: true,
    mutationFn: (ids: string[]) => request<RevokedTokens>(`${pathOf(slug)}/revoke`, { method: 'POST', body: { ids } }),
    onSuccess: ({ tokens }) => put(tokens),
  });
}

/** Keeps a token from opening anything, or lets it again, as often as one likes. */
export function usePauseToken(slug: string, id: string) {
  const { put } = useTokenCache(slug);
  return useAction({
    repeatable: true,
    mutationFn: (step: 'pause' | 'resume') => request<Token>(`${pathOf(slug, id)}/${step}`, { method: 'POST' }),
    onSuccess: (token) => put([token]),
  });
}

/** Finds a token by its hash. The token itself is not handed over, so that nothing can keep it. */
export const useFindToken = (slug: string) =>
  useAction({
    repeatable: true,
    mutationFn: (hash: string) => request<Token>(`${pathOf(slug)}/find`, { method: 'POST', body: { hash } }),
  });

/** Puts what the server has answered into every list that is there, then asks for the rest of the change. */
function useTokenCache(slug: string) {
  const queryClient = useQueryClient();
  const refresh = () => {
    for (const queryKey of [keys.tokens(slug), keys.anyToken(slug), keys.workspaces()]) {
      void queryClient.invalidateQueries({ queryKey });
    }
  };
  return {
    refresh,
    put: (tokens: Token[]) => {
      replaceTokens(queryClient, slug, tokens);
      refresh();
    },
  };
}

function replaceTokens(queryClient: QueryClient, slug: string, tokens: Token[]) {
  const byId = new Map(tokens.map((token) => [token.id, token]));
  for (const token of tokens) queryClient.setQueryData(keys.token(slug, token.id), token);
  queryClient.setQueriesData<TokenPages>({ queryKey: keys.tokens(slug) }, (data) => {
    if (data === undefined) return data;
    const pages = data.pages.map((page) => ({
      ...page,
      tokens: page.tokens.map((token) => byId.get(token.id) ?? token),
    }));
    return { ...data, pages };
  });
}
