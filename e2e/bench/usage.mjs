// What the pages about a workspace's calls cost: two products side by side, one with ten thousand calls of a month, one with ten million.
import { countCalls, fillCalls, team } from './fill-usage.mjs';
import { median, print } from './print.mjs';
import { cpuUs, launchProduct, prepareWorkspace, signUp, startHelper, until } from './processes.mjs';
import { connectAdmin, onPostgres, onSqlite } from './stores.mjs';
import { linesOf } from './usage-questions.mjs';
import { measureWriting } from './usage-writing.mjs';

const goal = 1.2;
const fewCalls = 10_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Prints, for SQLite and for PostgreSQL, how long the pages and each of their questions take, with few calls and with `calls`. */
export async function measureUsage({ quick, calls }) {
  const rounds = quick ? 10 : 40;
  const upstream = await startHelper('mcp-server.mjs', team.tools / team.servers);
  process.stdout.write(
    `\n${team.members} members, ${team.tokens} tokens, ${team.tools} tools of ${team.servers} servers; ${fewCalls.toLocaleString('en')} and ${calls.toLocaleString('en')} calls in 30 days\n`,
  );
  await compare('SQLite', onSqlite, calls, rounds, upstream);
  const admin = await connectAdmin();
  if (admin === null) return print(['PostgreSQL: none answers on 127.0.0.1:5432']);
  await compare('PostgreSQL', (name) => onPostgres(admin, name), calls, rounds, upstream);
  await admin.end();
}

async function compare(name, open, calls, rounds, upstream) {
  const stores = [];
  try {
    for (const kind of ['few', 'many']) stores.push(await open(kind));
    const [few, many] = stores;
    const keys = [await install(few, fewCalls, upstream)];
    const startMs = performance.now();
    keys.push(await install(many, calls, upstream));
    const seconds = (performance.now() - startMs) / 1000;
    process.stdout.write(
      `\n${name}: filled with ${(await many.megabytes()).toFixed(0)} MB in ${seconds.toFixed(0)} s\n`,
    );
    await race(stores, keys, rounds);
    await measureWriting(many, rounds);
  } finally {
    for (const store of stores) await store.remove();
  }
}

/** Sets the product up on an empty store and fills it behind its back. @returns the key of who set it up */
async function install(store, calls, { port }) {
  const product = await launchProduct('server', store.env);
  const rest = await signUp(product.origin);
  const servers = Array.from({ length: team.servers }, (_, i) => ({ name: `server-${i}`, port }));
  await prepareWorkspace({ ...product, rest }, 'bench', servers);
  await product.stop();
  let fromMs = 0;
  await store.fill(async (run, dialect) => {
    fromMs = await fillCalls(run, dialect, calls);
  });
  await countCalls(store, fromMs);
  return rest.key;
}

/** Both are asked in turns, the first of a round being the second of the next, so that what else the machine does meets both alike. */
async function race(stores, keys, rounds) {
  const targets = [];
  for (const [i, store] of stores.entries()) targets.push(await start(store, keys[i]));
  print(['', 'ms few', 'many', '×', 'CPU ms few', 'many', '×']);
  for (const [line, [name]] of targets[0].lines.entries()) {
    const samples = targets.map(() => []);
    const before = await Promise.all(targets.map(({ cpu }) => cpu()));
    for (let round = -2; round < rounds; round += 1) {
      for (const i of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const { ask, lines } = targets[i];
        const startMs = performance.now();
        await Promise.all(lines[line][1].map(ask));
        if (round >= 0) samples[i].push(performance.now() - startMs);
      }
    }
    const after = await Promise.all(targets.map(({ cpu }) => cpu()));
    const cpus = after.map((us, i) => (us - before[i]) / 1000 / (rounds + 2));
    print([name, ...cellsOf(samples.map(median)), ...cellsOf(cpus)]);
  }
  for (const target of targets) await target.stop();
}

function cellsOf([few, many]) {
  const ratio = many / few;
  return [few.toFixed(1), many.toFixed(1), `${ratio.toFixed(2)}${ratio > goal ? ` > ${goal}` : ''}`];
}

/** The product on a filled store, once it has made longer sums of the hours that it found. */
async function start(store, key) {
  // No call is so old that it goes: what is measured stays as it is.
  const product = await launchProduct('server', { ...store.env, AEROSTACK_CALL_RETENTION_DAYS: '60' });
  // Weeks come last.
  const lastWeek = new Date(Math.floor((Date.now() - 6 * hourMs) / (7 * dayMs)) * 7 * dayMs).toISOString();
  const made = () => store.read((all) => all("SELECT position FROM usage_marks WHERE id = 'weeks'"));
  await until(async () => (await made())[0]?.[0] >= lastWeek, 1_800_000);
  const ask = async (path) => {
    const headers = { authorization: `Bearer ${key}` };
    const answer = await fetch(`${product.origin}/api/v1/workspaces/bench/${path}`, { headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text}`);
    return text;
  };
  const cpu = async () => cpuUs(product.pid) + (await store.cpuUs());
  return { ask, cpu, lines: await linesOf(ask), stop: product.stop };
}
