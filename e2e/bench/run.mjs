// `npm run bench`: what the way through the gateway costs, beside a bare node:http proxy, in one run on one machine.
// Figures of different runs or machines cannot be compared; the ratios can. `--quick` measures shorter,
// `--only=way`, `full`, `usage` and `cli` one of the four parts; `--calls=N` is how many calls the third fills in.
import { measureCliStart } from './cli-start.mjs';
import { fire } from './fire.mjs';
import { measureFullDatabase } from './full-database.mjs';
import { median, print } from './print.mjs';
import { cpuUs, prepareWorkspace, residentMb, startHelper, startProduct, stopAll } from './processes.mjs';
import { steadyLatency } from './steady.mjs';
import { measureUsage } from './usage.mjs';

const option = (name) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = option('only');
const isWanted = (part) => only === undefined || only === part;
const quick = process.argv.includes('--quick');
const seconds = quick ? 2 : 5;
const rounds = quick ? 1 : 3;
const restMs = quick ? 5_000 : 60_000;
const text = 'x'.repeat(1024);

const rpc = (method, params) => JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });

/** A call as a 2025-era client writes it. */
const call = (name) => ({ body: rpc('tools/call', { name, arguments: { text } }) });

/** The same as 2026-07-28 wants it. */
const modernCall = (name) => ({
  headers: { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': name },
  body: rpc('tools/call', {
    name,
    arguments: { text },
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
      'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
    },
  }),
});

/** Throughput and CPU per call at a number of connections: the median of rounds that take turns. */
async function throughput(targets, connections) {
  const samples = targets.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (const [i, target] of targets.entries()) {
      const before = cpuUs(target.pid);
      const { requests } = await fire(target, { connections, duration: seconds });
      samples[i].push({ perSecond: requests.total / seconds, cpu: (cpuUs(target.pid) - before) / requests.total });
    }
  }
  return targets.map(({ name }, i) => ({
    name,
    perSecond: median(samples[i].map((sample) => sample.perSecond)),
    cpu: median(samples[i].map((sample) => sample.cpu)),
  }));
}

function printThroughput(connections, rows) {
  const proxy = rows.find((row) => row.name === 'bare proxy');
  process.stdout.write(`\ntools/call, 1 KB, ${connections} connections\n`);
  print(['', 'calls/s', 'of bare proxy', 'CPU µs/call', '× bare proxy']);
  for (const row of rows) {
    print([
      row.name,
      row.perSecond.toFixed(0),
      `${((row.perSecond / proxy.perSecond) * 100).toFixed(0)} %`,
      row.cpu.toFixed(0),
      (row.cpu / proxy.cpu).toFixed(2),
    ]);
  }
}

async function measureWay() {
  const server = await startHelper('mcp-server.mjs', 1);
  const modern = await startHelper('mcp-server.mjs', 1, 'modern');
  const proxy = await startHelper('bare-proxy.mjs', server.port);
  const ours = await startProduct('server');
  const route = await startProduct('route');
  const both = [
    { name: 'old', port: server.port },
    { name: 'fresh', port: modern.port },
  ];
  const viaServer = { pid: ours.pid, ...(await prepareWorkspace(ours, 'bench', both)) };
  const viaRoute = { pid: route.pid, ...(await prepareWorkspace(route, 'bench', both)) };
  const targets = [
    { name: 'direct', pid: server.pid, url: `http://127.0.0.1:${server.port}/mcp`, ...call('echo') },
    { name: 'bare proxy', pid: proxy.pid, url: `http://127.0.0.1:${proxy.port}/mcp`, ...call('echo') },
    { name: 'our server', ...viaServer, ...call('old__echo') },
    { name: 'route handler', ...viaRoute, ...call('old__echo') },
  ];
  /** Client era → server era; the first is what the rows above measure. */
  const eras = [
    { name: 'bare proxy', pid: proxy.pid, url: targets[1].url, ...call('echo') },
    { name: '2025 → 2025', ...viaServer, ...call('old__echo') },
    { name: '2025 → 2026-07-28', ...viaServer, ...call('fresh__echo') },
    { name: '2026-07-28 → 2025', ...viaServer, ...modernCall('old__echo') },
    { name: '2026-07-28 → 2026-07-28', ...viaServer, ...modernCall('fresh__echo') },
  ];
  for (const target of [...targets, ...eras]) await fire(target, { connections: 16, duration: quick ? 1 : 3 });
  for (const connections of [16, 64]) printThroughput(connections, await throughput(targets, connections));
  process.stdout.write('\nclients and servers of both eras, through our server');
  printThroughput(16, await throughput(eras, 16));

  process.stdout.write('\ntools/call at 100 calls/s over 16 connections\n');
  print(['', 'p50 ms', 'p99 ms']);
  for (const target of targets) await printLatency(target.name, target, { perSecond: 100, connections: 16 });
  const loadedMb = residentMb(ours.pid);
  await withOneHanging(ours);
  await new Promise((resolve) => setTimeout(resolve, restMs));
  const restedMb = residentMb(ours.pid);
  process.stdout.write(
    `\nmemory of our server: ${loadedMb.toFixed(0)} MB after the load, ${restedMb.toFixed(0)} MB when it had rested\n`,
  );
}

async function printLatency(name, target, load) {
  const { p50, p99 } = await steadyLatency(target, { ...load, seconds: seconds * 2 });
  print([name, p50.toFixed(1), p99.toFixed(1)]);
}

/** One of twenty servers hangs, and so do the calls to it: what everybody else notices. */
async function withOneHanging(ours) {
  const many = await Promise.all(
    Array.from({ length: 20 }, (_, i) => startHelper('mcp-server.mjs', 25, i === 19 ? 'hang' : '')),
  );
  const servers = many.map(({ port }, i) => ({ name: `server-${i}`, port }));
  const through = await prepareWorkspace(ours, 'many', servers);
  const over = new AbortController();
  const headers = { authorization: `Bearer ${through.token}`, 'content-type': 'application/json' };
  const hanging = Array.from({ length: 16 }, () =>
    fetch(through.url, { method: 'POST', headers, signal: over.signal, ...call('server-19__echo') }).catch(() => {}),
  );
  process.stdout.write('\n20 servers × 25 tools, one of them hanging with 16 calls under way\n');
  print(['', 'p50 ms', 'p99 ms']);
  const whole = await startHelper('mcp-server.mjs', 500);
  const list = { body: rpc('tools/list') };
  const load = { perSecond: 200, connections: 4 };
  await printLatency('500 tools, direct', { url: `http://127.0.0.1:${whole.port}/mcp`, ...list }, load);
  await printLatency('warm tools/list', { ...through, ...list }, load);
  await printLatency('tools/call of another', { ...through, ...call('server-3__echo') }, load);
  over.abort();
  await Promise.all(hanging);
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    stopAll();
    process.exit(1);
  });
}
try {
  if (isWanted('cli')) measureCliStart();
  if (isWanted('way')) await measureWay();
  stopAll();
  if (isWanted('full')) await measureFullDatabase({ quick });
  stopAll();
  const calls = Number(option('calls') ?? (quick ? 200_000 : 10_000_000));
  if (isWanted('usage')) await measureUsage({ quick, calls });
} finally {
  stopAll();
}
