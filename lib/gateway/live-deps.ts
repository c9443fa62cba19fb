import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { Db } from '../db/client';
import { type Env, ownHosts } from '../env';
import type { Registry } from '../instances/registry';
import type { Log } from '../log';
import type { RateCounter } from '../rate-limit/rate-counter';
import type { Vault } from '../secrets/vault';
import type { Connections } from '../servers/connections';
import { loadCatalogue } from '../servers/load-catalogue';
import { createServerReporter } from '../servers/report-server';
import type { TokenReader } from '../tokens/token-reader';
import type { UsageWriter } from '../usage/usage-writer';
import type { GatewayDeps } from './deps';

export interface LiveParts {
  env: Env;
  log: Log;
  db: Db;
  vault: Vault;
  connections: Connections;
  instances: Registry;
  rate: RateCounter;
  tokens: TokenReader;
  usage: UsageWriter;
  version: string;
  nowMs(): number;
}

/** The river's ports on the real database, the real servers and the real clock. */
export function liveDeps({
  env,
  log,
  db,
  vault,
  connections,
  instances,
  rate,
  tokens,
  usage,
  version,
  nowMs,
}: LiveParts): GatewayDeps {
  const boot = randomBytes(4).toString('hex');
  let requests = 0;
  return {
    log,
    version,
    origin: env.url,
    ownHosts: ownHosts(env.url),
    tokenRate: env.tokenRate,
    rate,
    findToken: (hash) => tokens.find(hash),
    loadCatalogue: (workspaceId) => loadCatalogue(db, vault, workspaceId),
    readRevisions: (workspaceIds) => readRevisions(db, workspaceIds),
    connections,
    instances,
    sealer: vault,
    recordCall: (call) => usage.recordCall(call),
    recordRefusal: (refusal) => usage.recordRefusal(refusal),
    touchToken: (tokenId, atMs, client) => usage.touchToken(tokenId, atMs, client),
    reportServer: createServerReporter(db, log),
    monotonicMs: () => performance.now(),
    nowMs,
    newRequestId() {
      requests += 1;
      return `${boot}-${requests.toString(36)}`;
    },
  };
}
async function readRevisions(db: Db, ids: string[]): Promise<Map<string, number>> {
  const rows = await db.workspace.findMany({ where: { id: { in: ids } }, select: { id: true, revision: true } });
  return new Map(rows.map(({ id, revision }) => [id, revision]));
}
