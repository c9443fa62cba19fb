// What a database that years of use have filled costs each request: two products side by side, one on an empty database, one on a full one.
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import Database from 'libsql';
import pg from 'pg';
import { fill, postgres, sqlite } from './fill.mjs';
import { fire } from './fire.mjs';
import { median, print } from './print.mjs';
import { cpuUs, launchProduct, newFolder, prepareWorkspace, signUp, startHelper } from './processes.mjs';

const connections = 16;
const goal = 1.2;
const adminUrl = 'postgres://postgres@127.0.0.1:5432/postgres';

const rpc = (method, params) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
const loads = {
  'only authenticated': rpc('ping'),
  'tools/call, 1 KB': rpc('tools/call', { name: 'old__echo', arguments: { text: 'x'.repeat(1024) } }),
};

/**
 * Prints, for SQLite and for PostgreSQL, what requests cost on an empty database and on one with a million tokens and ten million calls.
 * The clients know a thousand tokens on either, so that each look-up walks the index; on the full one they lie evenly among the others.
 * Requests with unknown tokens are left out: an address may not send many.
 */
export async function measureFullDatabase({ quick }) {
  const size = quick
    ? { workspaces: 300, tokens: 20_000, calls: 200_000 }
    : { workspaces: 300, tokens: 1_000_000, calls: 10_000_000 };
  const rounds = quick ? { count: 5, seconds: 1 } : { count: 15, seconds: 2 };
  const upstream = await startHelper('mcp-server.mjs', 1);
  const { tokens: tokenCount, calls } = size;
  process.stdout.write(
    `\nan empty database and one of ${tokenCount.toLocaleString('en')} tokens and ${calls.toLocaleString('en')} calls, ${connections} connections, 1,000 tokens in turns\n`,
  );
  await compare('SQLite', onSqlite, size, rounds, upstream);
  const admin = await connectAdmin();
  if (admin === null) return print(['PostgreSQL: none answers on 127.0.0.1:5432']);
  await compare('PostgreSQL', (name) => onPostgres(admin, name), size, rounds, upstream);
  await admin.end();
}

async function compare(name, open, size, rounds, upstream) {
  const tokens = Array.from({ length: 1000 }, issueToken);
  const stores = [];
  try {
    for (const kind of ['empty', 'full']) stores.push(await open(kind));
    const [empty, full] = stores;
    await install(empty, tokens, { workspaces: 1, tokens: tokens.length, calls: 0 }, upstream);
    const { seconds, megabytes } = await install(full, tokens, size, upstream);
    process.stdout.write(`\n${name}: filled with ${megabytes.toFixed(0)} MB in ${seconds.toFixed(0)} s\n`);
    await race(tokens, stores, rounds);
  } finally {
    for (const store of stores) await store.remove();
  }
}

/** Sets the product up on an empty store, then fills it behind its back. */
async function install(store, tokens, size, { port }) {
  const product = await launchProduct('server', store.env);
  await prepareWorkspace({ ...product, rest: await signUp(product.origin) }, 'bench', [{ name: 'old', port }]);
  await product.stop();
  const startMs = performance.now();
  const hashes = tokens.map((token) => createHash('sha256').update(token).digest('hex'));
  await store.fill((run, dialect) => fill(run, dialect, hashes, size));
  return { seconds: (performance.now() - startMs) / 1000, megabytes: await store.megabytes() };
}

/** What one request costs in each figure's terms: more than 1 is dearer on the full database. */
const figures = [
  { of: ({ perSecond }) => perSecond, ratioOf: (empty, full) => empty / full },
  { of: ({ cpu }) => cpu, ratioOf: (empty, full) => full / empty },
];

/** Both take turns, the first of a round being the second of the next, so that what else the machine does meets both alike. `×` is the median of the rounds' own ratios. */
async function race(tokens, stores, { count, seconds }) {
  const targets = [];
  for (const store of stores) {
    const product = await launchProduct('server', store.env);
    const cpu = async () => cpuUs(product.pid) + (await store.cpuUs());
    targets.push({ ...product, cpu, url: `${product.origin}/ws/bench`, tokens });
  }
  print(['', 'req/s empty', 'full', '×', 'CPU µs empty', 'full', '×']);
  for (const [load, body] of Object.entries(loads)) {
    const samples = targets.map(() => []);
    for (const target of targets) await fire({ ...target, body }, { connections, duration: seconds });
    for (let round = 0; round < count; round += 1) {
      for (const i of round % 2 === 0 ? [0, 1] : [1, 0])
        samples[i].push(await measure({ ...targets[i], body }, seconds));
    }
    const cells = figures.flatMap(({ of, ratioOf }) => {
      const ratio = median(samples[0].map((empty, round) => ratioOf(of(empty), of(samples[1][round]))));
      const medians = samples.map((rounds) => median(rounds.map(of)).toFixed(0));
      return [...medians, `${ratio.toFixed(2)}${ratio > goal ? ` > ${goal}` : ''}`];
    });
    print([load, ...cells]);
  }
  for (const target of targets) await target.stop();
}

async function measure(target, seconds) {
  const before = await target.cpu();
  const { requests, duration } = await fire(target, { connections, duration: seconds });
  return { perSecond: requests.total / duration, cpu: ((await target.cpu()) - before) / requests.total };
}

/** As `lib/tokens/token-format.ts` issues them. */
function issueToken() {
  const body = randomBytes(20).toString('hex');
  return `mwt_${body}${crc32(body).toString(16).padStart(8, '0')}`;
}

/** A folder with an embedded database. Nothing ever analyses one, so this does not either. */
function onSqlite() {
  const folder = newFolder();
  const file = join(folder, 'aerostack.db');
  return {
    env: { AEROSTACK_DATA_DIR: folder },
    async fill(write) {
      const connection = new Database(file);
      // What is lost when this dies is made anew.
      for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -262144'])
        connection.pragma(pragma);
      connection.exec('BEGIN');
      await write((sql) => connection.exec(sql), sqlite);
      connection.exec('COMMIT');
      connection.close();
      flush(file);
    },
    megabytes: () => statSync(file).size / 1e6,
    /** It is part of the product. */
    cpuUs: () => 0,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The disk has to be done with it before anything is measured. */
function flush(file) {
  const descriptor = openSync(file, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** A database of its own. One that an earlier run left behind goes first. */
async function onPostgres(admin, kind) {
  const name = `aerostack_bench_${kind}`;
  const remove = () => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await remove();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(`/${name}`, adminUrl).href;
  return {
    env: {
      DATABASE_URL: url,
      AEROSTACK_DATA_DIR: newFolder(),
      AEROSTACK_SECRET: randomBytes(32).toString('base64'),
    },
    async fill(write) {
      const client = new pg.Client(url);
      await client.connect();
      await client.query('SET synchronous_commit = off');
      await write((sql) => client.query(sql), postgres);
      // What autovacuum has long done elsewhere must not begin while this is measured.
      await client.query('VACUUM ANALYZE');
      await client.query('CHECKPOINT');
      await client.end();
    },
    async megabytes() {
      return Number((await admin.query('SELECT pg_database_size($1) AS bytes', [name])).rows[0].bytes) / 1e6;
    },
    async cpuUs() {
      const sql = "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'";
      const { rows } = await admin.query(sql, [name]);
      return rows.reduce((sum, { pid }) => sum + backendCpuUs(pid), 0);
    },
    remove,
  };
}

/** 0 for a process that this machine does not know as one of PostgreSQL's: then its work cannot be counted. */
function backendCpuUs(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres') ? cpuUs(pid) : 0;
  } catch {
    return 0;
  }
}

async function connectAdmin() {
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 3000 });
  try {
    await admin.connect();
    return admin;
  } catch {
    return null;
  }
}
