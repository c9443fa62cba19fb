// What a batch of calls costs with its sums and indexes, beside its rows alone.
import { median, print } from './print.mjs';
import { productCode, silent } from './product-code.mjs';

const callsOfBatch = 1000;

/** Writes batches in turns: as the product does, and into a table that has the rows and nothing else. */
export async function measureWriting(store, rounds) {
  const { openUsageSink, toCallRow } = await productCode();
  const sink = openUsageSink(store.target, silent);
  const alone = await store.openRows();
  const calls = await lastCalls(store);
  const ways = [
    (rows) => alone.write(rows),
    (rows, batch) =>
      sink.write({
        mark: { id: 'bench writes', batch, position: '' },
        calls: rows,
        uncounted: [],
        payloads: [],
        refusals: [],
        touches: [],
      }),
  ];
  const samples = ways.map(() => []);
  for (let round = -2; round < rounds; round += 1) {
    for (const i of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const rows = calls.map((call) => toCallRow({ ...call, atMs: Date.now() }));
      const startMs = performance.now();
      await ways[i](rows, round + 3);
      if (round >= 0) samples[i].push(performance.now() - startMs);
    }
  }
  await sink.close();
  await alone.close();
  const [bare, whole] = samples.map(median);
  print(['', 'ms rows alone', 'with sums', '×']);
  print([
    `${callsOfBatch.toLocaleString('en')} calls written`,
    bare.toFixed(1),
    whole.toFixed(1),
    (whole / bare).toFixed(2),
  ]);
}

const columns = [
  'workspace_id',
  'token_id',
  'member_id',
  'server_id',
  'tool',
  'outcome',
  'gateway_us',
  'server_us',
  'client',
  'request_id',
];
const names = [
  'workspaceId',
  'tokenId',
  'memberId',
  'serverId',
  'tool',
  'outcome',
  'gatewayUs',
  'serverUs',
  'client',
  'requestId',
];

async function lastCalls(store) {
  const rows = await store.read((all) => all(`SELECT ${columns} FROM calls ORDER BY id DESC LIMIT ${callsOfBatch}`));
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
}
