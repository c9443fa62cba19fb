import type { Server } from './schemas';

/** What a `Server` is made of. The sealed credentials are not among it. */
export const serverSelect = {
  id: true,
  slug: true,
  name: true,
  url: true,
  enabled: true,
  prefix: true,
  status: true,
  lastError: true,
  protocolVersion: true,
  serverInfo: true,
  toolCount: true,
  authType: true,
  authHeaderNames: true,
  timeoutMs: true,
  refreshedAt: true,
  createdAt: true,
} as const;

interface ServerRow {
  id: string;
  slug: string;
  name: string;
  url: string;
  enabled: boolean;
  prefix: string;
  status: string;
  lastError: string | null;
  protocolVersion: string | null;
  serverInfo: string | null;
  toolCount: number;
  authType: string;
  authHeaderNames: string;
  timeoutMs: number;
  refreshedAt: Date | null;
  createdAt: Date;
}

export function toServer(row: ServerRow): Server {
  const authType = row.authType as Server['auth']['type'];
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    url: row.url,
    enabled: row.enabled,
    prefix: row.prefix,
    status: row.status as Server['status'],
    last_error: row.lastError,
    protocol_version: row.protocolVersion,
    server_info: row.serverInfo === null ? null : (JSON.parse(row.serverInfo) as Record<string, unknown>),
    tool_count: row.toolCount,
    auth:
      authType === 'headers'
        ? { type: authType, header_names: JSON.parse(row.authHeaderNames) as string[] }
        : { type: authType },
    timeout_ms: row.timeoutMs,
    refreshed_at: row.refreshedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}
