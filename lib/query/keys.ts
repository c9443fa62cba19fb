/** Every query key of the dashboard. A longer key lies below the shorter one: invalidating a workspace takes its rooms along. */
export const keys = {
  me: () => ['me'] as const,
  account: () => ['account', 'own'] as const,
  outbox: () => ['outbox'] as const,
  apiKeys: () => ['account', 'api-keys'] as const,
  sessions: () => ['account', 'sessions'] as const,
  workspaces: () => ['workspaces'] as const,
  workspace: (slug: string) => ['workspace', slug] as const,
  servers: (slug: string) => ['workspace', slug, 'servers'] as const,
  tools: (slug: string) => ['workspace', slug, 'tools'] as const,
  prompts: (slug: string) => ['workspace', slug, 'prompts'] as const,
  resources: (slug: string) => ['workspace', slug, 'resources'] as const,
  tokens: (slug: string) => ['workspace', slug, 'tokens'] as const,
  tokenPages: (slug: string, search: string) => [...keys.tokens(slug), search] as const,
  anyToken: (slug: string) => ['workspace', slug, 'token'] as const,
  token: (slug: string, id: string) => [...keys.anyToken(slug), id] as const,
  tokenAccess: (slug: string, id: string) => [...keys.token(slug, id), 'access'] as const,
  members: (slug: string) => ['workspace', slug, 'members'] as const,
  invites: (slug: string) => ['workspace', slug, 'invites'] as const,
  audit: (slug: string, filter: object) => ['workspace', slug, 'audit', filter] as const,
  /** What a link asks for. The link itself is no part of the key: a page holds one, and the cache nothing of it. */
  openedInvite: () => ['invite'] as const,
};
