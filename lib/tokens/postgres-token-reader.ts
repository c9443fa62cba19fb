import pg from 'pg';
import { readPostgresUrl } from '../db/postgres-config';
import type { TokenFacts } from '../gateway/deps';
import type { TokenReader } from './token-reader';

const deadlineMs = 2000;
const maxHashes = 1000;
const maxWaiting = 20_000;

/**
 * The columns carry the names of `TokenFacts`. The timestamps are in UTC and without a zone; `epoch` takes them as that.
 * `OFFSET 0` keeps the planner from reading all workspaces for a few tokens: with hundreds of them it would.
 */
const sql = `
  SELECT t.hash, t.id, t.workspace_id AS "workspaceId", w.slug AS "workspaceSlug", w.name AS "workspaceName", w.revision,
    t.member_id AS "memberId", (extract(epoch FROM t.expires_at) * 1000)::float8 AS "expiresAtMs",
    (extract(epoch FROM t.paused_at) * 1000)::float8 AS "pausedAtMs",
    (extract(epoch FROM t.revoked_at) * 1000)::float8 AS "revokedAtMs",
    t.scope, t.access_revision AS "accessRevision", t.rate_limit AS "rateLimit", w.rate_limit AS "workspaceRateLimit",
    t.last_used_client AS "lastClient",
    (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS "databaseMs"
  FROM tokens t CROSS JOIN LATERAL (SELECT * FROM workspaces WHERE id = t.workspace_id OFFSET 0) w
  WHERE t.hash = ANY($1)`;

type Row = TokenFacts & { hash: string };

/** Look-ups that share one query. Who joins has begun before the query is sent, so its snapshot is never older than the question. */
interface Batch {
  hashes: Set<string>;
  found: Promise<Map<string, TokenFacts>>;
  settle(found: Map<string, TokenFacts>): void;
  fail(error: unknown): void;
}

/**
 * Collects the look-ups of one turn of the event loop, and those that come while a query is under way, into one prepared query.
 * Every look-up is answered or rejected within two seconds.
 */
export function openPostgresTokenReader(url: string): TokenReader {
  const pool = openPool(url);
  const queue: Batch[] = [];
  let isRunning = false;
  let waiting = 0;

  const run = async () => {
    for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) await ask(pool, batch);
    isRunning = false;
  };
  const joinBatch = (hash: string): Batch => {
    const last = queue.at(-1);
    if (last !== undefined && last.hashes.size < maxHashes) {
      last.hashes.add(hash);
      return last;
    }
    const batch = createBatch(hash);
    queue.push(batch);
    if (!isRunning) {
      isRunning = true;
      setImmediate(run);
    }
    return batch;
  };
  return {
    async find(hash) {
      if (waiting >= maxWaiting) throw new Error('Too many token look-ups are waiting for the database.');
      waiting += 1;
      try {
        return (await joinBatch(hash).found).get(hash) ?? null;
      } finally {
        waiting -= 1;
      }
    },
    close: () => pool.end(),
  };
}

function openPool(url: string): pg.Pool {
  const { config } = readPostgresUrl(url);
  const pool = new pg.Pool({
    ...config,
    max: 1,
    connectionTimeoutMillis: deadlineMs,
    query_timeout: deadlineMs,
    idleTimeoutMillis: 0,
  });
  // An idle connection was lost: the pool has forgotten it, and the next look-up opens another or fails by itself.
  pool.on('error', () => undefined);
  return pool;
}

function createBatch(hash: string): Batch {
  let settle: Batch['settle'] = () => undefined;
  let fail: Batch['fail'] = () => undefined;
  const found = new Promise<Map<string, TokenFacts>>((resolve, reject) => {
    const late = () => reject(new Error(`The database did not answer a token look-up within ${deadlineMs} ms.`));
    const timer = setTimeout(late, deadlineMs);
    settle = (facts) => {
      clearTimeout(timer);
      resolve(facts);
    };
    fail = (error) => {
      clearTimeout(timer);
      reject(error);
    };
  });
  return { hashes: new Set([hash]), found, settle, fail };
}

async function ask(pool: pg.Pool, batch: Batch): Promise<void> {
  try {
    const { rows } = await pool.query<Row>({ name: 'find-tokens', text: sql, values: [[...batch.hashes]] });
    batch.settle(new Map(rows.map(({ hash, ...facts }) => [hash, facts])));
  } catch (error) {
    batch.fail(error);
  }
}
