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
  statusSince: true,
  lastError: true,
  protocolVersion: true,
  serverInfo: true,
  capabilities: true,
  toolCount: true,
  promptCount: true,
  resourceCount: true,
  authType: true,
  authHeaderNames: true,
  timeoutMs: true,
  connectTimeoutMs: true,
  totalTimeoutMs: true,
  concurrencyMax: true,
  recordedSince: true,
  redactedFields: true,
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
  statusSince: Date | null;
  lastError: string | null;
  protocolVersion: string | null;
  serverInfo: string | null;
  capabilities: string;
  toolCount: number;
  promptCount: number;
  resourceCount: number;
  authType: string;
  authHeaderNames: string;
  timeoutMs: number;
  connectTimeoutMs: number;
  totalTimeoutMs: number;
  concurrencyMax: number;
  recordedSince: Date | null;
  redactedFields: string;
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
    status_since: row.statusSince?.toISOString() ?? null,
    last_error: row.lastError,
    protocol_version: row.protocolVersion,
    server_info: row.serverInfo === null ? null : (JSON.parse(row.serverInfo) as Record<string, unknown>),
    capabilities: Object.keys(JSON.parse(row.capabilities) as object),
    tool_count: row.toolCount,
    prompt_count: row.promptCount,
    resource_count: row.resourceCount,
    auth:
      authType === 'headers'
        ? { type: authType, header_names: JSON.parse(row.authHeaderNames) as string[] }
        : { type: authType },
    timeout_ms: row.timeoutMs,
    connect_timeout_ms: row.connectTimeoutMs,
    total_timeout_ms: row.totalTimeoutMs,
    concurrency_max: row.concurrencyMax,
    recording: { enabled: row.recordedSince !== null, redact: JSON.parse(row.redactedFields) as string[] },
    refreshed_at: row.refreshedAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}
