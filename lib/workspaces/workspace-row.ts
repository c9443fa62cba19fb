import type { Env } from '../env';
import { whereActive } from '../tokens/token-status';
import type { LeakAction, Role, UsageDetail, Workspace } from './schemas';

/** What a `Workspace` is made of. Counted are the tokens that still open something. */
export const workspaceSelect = (now: Date) =>
  ({
    id: true,
    slug: true,
    name: true,
    description: true,
    tokenLifetimeMax: true,
    tokenExpiryRequired: true,
    onLeak: true,
    rateLimit: true,
    usageDetail: true,
    createdAt: true,
    updatedAt: true,
    _count: {
      select: {
        servers: true,
        members: { where: { removedAt: null } },
        tokens: { where: whereActive(now) },
      },
    },
  }) as const;

interface WorkspaceRow {
  id: string;
  slug: string;
  name: string;
  description: string;
  tokenLifetimeMax: number | null;
  tokenExpiryRequired: boolean;
  onLeak: string;
  rateLimit: number | null;
  usageDetail: string;
  createdAt: Date;
  updatedAt: Date;
  _count: { servers: number; members: number; tokens: number };
}

export const toWorkspace = (row: WorkspaceRow, role: Role, env: Pick<Env, 'url'>): Workspace => ({
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description,
  status: 'active',
  role,
  gateway_url: gatewayUrl(env, row.slug),
  server_count: row._count.servers,
  token_count: row._count.tokens,
  member_count: row._count.members,
  token_policy: {
    max_lifetime: row.tokenLifetimeMax,
    expiry_required: row.tokenExpiryRequired,
    on_leak: row.onLeak as LeakAction,
  },
  rate_limit: row.rateLimit,
  usage_detail: row.usageDetail as UsageDetail,
  created_at: row.createdAt.toISOString(),
  updated_at: row.updatedAt.toISOString(),
});

/** Where clients of a workspace connect. */
export const gatewayUrl = (env: Pick<Env, 'url'>, slug: string): string => `${env.url}/ws/${slug}`;
