import { mkdir } from 'node:fs/promises';
import packageJson from '../../package.json' with { type: 'json' };
import { createAfterwards } from '../afterwards';
import { type Db, openDatabase } from '../db/client';
import { lastOnRecord } from '../db/last-on-record';
import { migrate } from '../db/migrate';
import { ping } from '../db/ping';
import type { Env } from '../env';
import { createForwardClock } from '../forward-clock';
import { createGateway } from '../gateway/handle-request';
import { liveDeps } from '../gateway/live-deps';
import { newId } from '../ids';
import { ownUrl } from '../instances/own-url';
import { alone, joinInstances, type Registry } from '../instances/registry';
import { createLog, type Log } from '../log';
import { openMailer } from '../mail/mailer';
import { createOutbox } from '../mail/outbox';
import { openRateCounter } from '../rate-limit/open-rate-counter';
import { openVault } from '../secrets/vault';
import { createAddressGuard } from '../servers/address-guard';
import { createConnections } from '../servers/connections';
import { startEndingStaleStreams } from '../tokens/end-stale-streams';
import { openTokenReader } from '../tokens/token-reader';
import { openUsageWriter } from '../usage/usage-writer';
import { createMetrics } from './metrics';
import { ensureRuntime, forgetRuntime, type Runtime } from './runtime';
import { startBackground } from './start-background';

/**
 * Makes this process's runtime, once: migrates the database, then opens everything in the order in which it depends on each other.
 * What was opened is closed again when a later step fails.
 * @throws Error with one sentence for the operator.
 */
export function startRuntime(env: Env): Promise<Runtime> {
  return ensureRuntime(() => composeRuntime(env));
}

async function composeRuntime(env: Env): Promise<Runtime> {
  const log = createLog(env.logLevel);
  const closers: Closer[] = [];
  try {
    return await openAll(env, log, closers);
  } catch (error) {
    await closeAll(closers, log);
    throw error;
  }
}

type Closer = readonly [part: string, close: () => Promise<void>];

async function openAll(env: Env, log: Log, closers: Closer[]): Promise<Runtime> {
  if (env.database.provider === 'sqlite') await mkdir(env.dataDir, { recursive: true, mode: 0o700 });
  const migrations = await migrate(env.database);
  if (migrations.length > 0) log.debug({ migrations }, 'migrated the database');

  const { db, provider, close: closeDatabase } = await openDatabase(env.database);
  closers.push(['database', closeDatabase]);
  const vault = await openVault(env, db);
  const guard = createAddressGuard({ networks: env.serverNetworks, allowLoopback: env.urlIsLoopback });
  const connections = createConnections({
    guard,
    version: packageJson.version,
    onFault: (err) => log.error({ err }, 'a stream of a server failed inside the gateway'),
  });
  closers.push(['connections', () => connections.close()]);
  const outbox = env.mail === null && env.urlIsLoopback ? createOutbox() : null;
  const mail = openMailer(env.mail, log, { outbox });
  closers.push(['mail', () => mail.close()]);
  const afterwards = createAfterwards(log);
  closers.push(['what follows answers', () => afterwards.close()]);
  const rate = await openRateCounter(env.rateStore, log);
  closers.push(['rate counter', () => rate.close()]);
  const tokens = await openTokenReader(env.database);
  closers.push(['token reader', () => tokens.close()]);
  const usage = openUsageWriter(env.database, log);
  closers.push(['usage writer', () => usage.close()]);
  const instances = await join(env, { db, log });
  closers.push(['registry of instances', () => instances.stop()]);
  const nowMs = await openClock(db, log);
  const gateway = createGateway(
    liveDeps({ env, log, db, vault, connections, instances, rate, tokens, usage, nowMs, version: packageJson.version }),
  );
  closers.push(['gateway', () => gateway.drain()]);
  // Another process may be the one that revokes: with PostgreSQL another instance, with SQLite one on the same folder.
  const ending = startEndingStaleStreams({ db, gateway, log, nowMs });
  closers.push(['revocations elsewhere', () => ending.stop()]);
  const background = startBackground({ env, log, db, provider, vault, connections, mail, instances });
  closers.push(['background work', () => background.stop()]);

  const runtime: Runtime = {
    env,
    log,
    db,
    provider,
    vault,
    connections,
    mail,
    afterwards,
    gateway,
    rate,
    usage,
    instances,
    metrics: createMetrics({ gateway, connections, instances, rate, usage }),
    version: packageJson.version,
    state: 'ready',
    checkDatabase: shareRuns(() => ping(db)),
    stop: once(async () => {
      runtime.state = 'draining';
      await closeAll(closers, log);
      forgetRuntime();
    }),
  };
  return runtime;
}

/** The clock by which tokens expire. One that is behind the records was turned back, and opens nothing again that has expired. */
async function openClock(db: Db, log: Log): Promise<() => number> {
  const passedMs = await lastOnRecord(db);
  const nowMs = createForwardClock({ passedMs });
  const behindMs = nowMs() - Date.now();
  if (behindMs > 1_000)
    log.warn(
      { behind_ms: behindMs },
      "this machine's clock is behind what is on record; tokens expire by the later one",
    );
  return nowMs;
}

/** Where nothing runs in the background there is nobody whom another instance could reach. */
function join(env: Env, parts: { db: Db; log: Log }): Promise<Registry> | Registry {
  const own = { id: newId(), url: ownUrl(env) };
  return env.database.provider === 'sqlite' || !env.background ? alone(own.id) : joinInstances(parts, own);
}

/** Last opened, first closed. One part that fails to close keeps no other from closing. */
async function closeAll(closers: Closer[], log: Log): Promise<void> {
  for (const [part, close] of closers.toReversed()) {
    await close().catch((err: unknown) => log.error({ err, part }, 'could not close'));
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let run: Promise<void> | undefined;
  return () => {
    run ??= work();
    return run;
  };
}

/** Callers that come while one run is under way share it: probes can never pile up on a slow database. */
function shareRuns(work: () => Promise<void>): () => Promise<void> {
  let run: Promise<void> | undefined;
  return () => {
    run ??= work().finally(() => {
      run = undefined;
    });
    return run;
  };
}
