// What a database that years of use have filled costs each request: two products side by side, one on an empty database, one on a full one.
import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { fill } from './fill.mjs';
import { fire } from './fire.mjs';
import { median, print } from './print.mjs';
import { cpuUs, launchProduct, prepareWorkspace, signUp, startHelper } from './processes.mjs';
import { connectAdmin, onPostgres, onSqlite } from './stores.mjs';

const connections = 16;
const goal = 1.2;

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
