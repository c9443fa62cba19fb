import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Db } from '../db/client';
import { type Env, ownHosts } from '../env';
import type { Log } from '../log';
import type { Vault } from '../secrets/vault';
import type { Connections, ServerTarget } from '../servers/connections';
import { serverTarget } from '../servers/server-target';
import type { TokenReader } from '../tokens/token-reader';
import type { UsageWriter } from '../usage/usage-writer';
import type { GatewayDeps, WorkspaceCatalogue } from './deps';

export interface LiveParts {
  env: Env;
  log: Log;
  db: Db;
  vault: Vault;
  connections: Connections;
  tokens: TokenReader;
  usage: UsageWriter;
  version: string;
}

/** The river's ports on the real database, the real servers and the real clock. */
export function liveDeps({ env, log, db, vault, connections, tokens, usage, version }: LiveParts): GatewayDeps {
  const boot = randomBytes(4).toString('hex');
  let requests = 0;
  return {
    log,
    version,
    origin: env.url,
    ownHosts: ownHosts(env.url),
    tokenRate: env.tokenRate,
    findToken: (hash) => tokens.find(hash),
    loadCatalogue: (workspaceId) => loadCatalogue(db, vault, workspaceId),
    connections,
    recordCall: (call) => usage.recordCall(call),
    touchToken: (tokenId, atMs, client) => usage.touchToken(tokenId, atMs, client),
    reportServer: createStatusReporter(db, log),
    monotonicMs: () => performance.now(),
    nowMs: () => Date.now(),
    newRequestId() {
      requests += 1;
      return `${boot}-${requests.toString(36)}`;
    },
  };
}

async function loadCatalogue(db: Db, vault: Vault, workspaceId: string): Promise<WorkspaceCatalogue> {
  const workspace = await db.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: {
      revision: true,
      servers: {
        where: { enabled: true },
        orderBy: [{ position: 'asc' }, { id: 'asc' }],
        include: { tools: { select: { name: true, definition: true }, orderBy: { position: 'asc' } } },
      },
    },
  });
  const servers = workspace.servers.map((row) => {
    let target: ServerTarget | null = null;
    return {
      id: row.id,
      slug: row.slug,
      name: row.name,
      prefix: row.prefix,
      timeoutMs: row.timeoutMs,
      tools: row.tools,
      target() {
        target ??= serverTarget(row, vault);
        return target;
      },
    };
  });
  return { revision: workspace.revision, servers };
}

/** Writes what calls find out about a server when it differs from what was written last; a failing write only shows in the log. */
function createStatusReporter(db: Db, log: Log): GatewayDeps['reportServer'] {
  const written = new Map<string, string>();
  return (serverId, status, lastError) => {
    if ((written.get(serverId) ?? 'up') === status) return;
    if (written.size > 10_000) written.clear();
    written.set(serverId, status);
    // Coming up ends an outage and nothing else: what a refresh found wrong stays until a refresh finds it mended.
    const where = status === 'up' ? { id: serverId, status: 'down' } : { id: serverId };
    db.server.updateMany({ where, data: { status, lastError } }).catch((error: unknown) => {
      written.delete(serverId);
      log.warn({ err: error, serverId }, "a server's status could not be written");
    });
  };
}
