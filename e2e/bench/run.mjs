// `npm run bench`: what the way through the gateway costs, beside a bare node:http proxy, in one run on one machine.
// Figures of different runs or machines cannot be compared; the ratios can. `--quick` measures shorter.
import autocannon from 'autocannon';
import { cpuUs, prepareWorkspace, residentMb, startHelper, startProduct, stopAll } from './processes.mjs';

const quick = process.argv.includes('--quick');
const seconds = quick ? 2 : 5;
const rounds = quick ? 1 : 3;
const text = 'x'.repeat(1024);

const call = (name) =>
  JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: { text } } });
const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });

async function fire({ url, token, body }, options) {
  const result = await autocannon({
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body,
    ...options,
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} refusals, ${result.errors} errors`);
  return result;
}

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
  const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
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

function print([first, ...rest]) {
  process.stdout.write(`  ${first.padEnd(16)}${rest.map((cell) => cell.padStart(16)).join('')}\n`);
}

async function main() {
  const server = await startHelper('mcp-server.mjs', 1);
  const proxy = await startHelper('bare-proxy.mjs', server.port);
  const ours = await startProduct('server');
  const route = await startProduct('route');
  const viaServer = await prepareWorkspace(ours, 'bench', [{ name: 'one', port: server.port }]);
  const viaRoute = await prepareWorkspace(route, 'bench', [{ name: 'one', port: server.port }]);
  const targets = [
    { name: 'direct', pid: server.pid, url: `http://127.0.0.1:${server.port}/mcp`, body: call('echo') },
    { name: 'bare proxy', pid: proxy.pid, url: `http://127.0.0.1:${proxy.port}/mcp`, body: call('echo') },
    { name: 'our server', pid: ours.pid, ...viaServer, body: call('one__echo') },
    { name: 'route handler', pid: route.pid, ...viaRoute, body: call('one__echo') },
  ];
  for (const target of targets) await fire(target, { connections: 16, duration: quick ? 1 : 3 });
  for (const connections of [16, 64]) printThroughput(connections, await throughput(targets, connections));

  process.stdout.write('\ntools/call at 100 calls/s over 16 connections\n');
  print(['', 'p50 ms', 'p99 ms']);
  for (const target of targets) {
    const { latency } = await fire(target, { connections: 16, duration: seconds * 2, overallRate: 100 });
    print([target.name, latency.p50.toFixed(1), latency.p99.toFixed(1)]);
  }

  const many = await Promise.all(
    Array.from({ length: 20 }, (_, i) => startHelper('mcp-server.mjs', 25, i === 19 ? 'hang' : '')),
  );
  const listed = await prepareWorkspace(
    ours,
    'many',
    many.map(({ port }, i) => ({ name: `server-${i}`, port })),
  );
  const { latency } = await fire({ ...listed, body: list }, { connections: 4, duration: seconds, overallRate: 200 });
  process.stdout.write('\nwarm tools/list, 20 servers × 25 tools, one of them hanging\n');
  print(['', 'p50 ms', 'p99 ms']);
  print(['our server', latency.p50.toFixed(1), latency.p99.toFixed(1)]);
  process.stdout.write(`\nmemory of our server afterwards: ${residentMb(ours.pid).toFixed(0)} MB\n`);
}

try {
  await main();
} finally {
  stopAll();
}
