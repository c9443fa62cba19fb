import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { makeSpans } from './make-spans';
import { addTimes, countNames, isLittle, type Reading, sumCounts, sumRollups } from './read-rollups';
import { dayMs, hourMs } from './rollup';
import type { Dimension } from './rollup-query';
import { openTestSink, testCall } from './test-writer';
import { toCallRow } from './usage-batch';
import type { Sum } from './usage-sum';

const firstDay = Date.parse('2026-11-01T00:00:00Z');

describe.each(testDatabases)('sums on $provider', ({ open }) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await open();
    const calls = Array.from({ length: 400 }, (_, n) =>
      toCallRow({
        ...testCall,
        ...{ tokenId: `t${n % 7}`, memberId: `m${n % 3}`, serverId: `s${n % 2}`, tool: `s${n % 2}__${n % 5}` },
        ...{ outcome: n % 9 === 0 ? 'timeout' : 'ok', gatewayUs: 50 + n, serverUs: 1000 * (n + 1) },
        client: n % 4 === 0 ? null : `client ${n}`,
        atMs: firstDay + n * 500_000 + (n % 10),
      }),
    );
    const sink = openTestSink(database);
    await sink.write({
      mark: { id: 'test', batch: 1, position: '' },
      calls,
      uncounted: [],
      payloads: [],
      refusals: [],
      touches: [],
    });
    await sink.close();
    // Two of the three days are made, and their quarters and one more: a question is about days and hours at once.
    expect(await makeSpans(database.db, new Date(firstDay + 2 * dayMs + 8 * hourMs))).toBe(2 + 9);
  });
  afterAll(() => database.drop());

  const reading = (slice: Reading['where']['slice'], by: Dimension[], stepMs = dayMs): Reading => ({
    where: { workspaceId: testCall.workspaceId, slice },
    stretches: [
      { table: 'days', fromMs: firstDay, toMs: firstDay + 2 * dayMs },
      { table: 'hours', fromMs: firstDay + 2 * dayMs, toMs: firstDay + 3 * dayMs },
    ],
    by,
    stepMs,
  });
  const byCalls = (sums: Sum[]) => sums.toSorted((a, b) => (JSON.stringify(a.key) < JSON.stringify(b.key) ? -1 : 1));

  it.each([
    ['all', [], 1],
    ['token', ['tokenId'], 7],
    ['member', ['memberId'], 3],
    ['tool', ['serverId', 'tool'], 10],
    ['all', ['at'], 3],
  ] as [Reading['where']['slice'], Dimension[], number][])(
    'of %s by %j are the same whether they are read at once or counts first and times of what is shown then',
    async (slice, by, count) => {
      const question = reading(slice, by);
      const atOnce = await sumRollups(database.db, question);
      const inSteps = await sumCounts(database.db, question);
      await addTimes(database.db, question, inSteps);
      expect(byCalls(atOnce)).toEqual(byCalls(inSteps));
      expect(atOnce).toHaveLength(count);
      expect(atOnce.reduce((sum, { calls }) => sum + calls, 0)).toBe(400);
      const timed = atOnce.flatMap(({ gatewayTimes }) => Object.values(gatewayTimes));
      expect(timed.reduce((sum, n) => sum + n, 0)).toBe(400);
    },
  );

  it('name the client of the latest call that named one, also where a moment is written with fewer digits', async () => {
    const [all] = await sumRollups(database.db, reading('all', []));
    expect(all).toMatchObject({ lastClient: 'client 399', lastAtMs: firstDay + 399 * 500_000 + 9 });
    const tools = await sumRollups(database.db, reading('tool', ['tool']));
    expect(tools.find(({ key }) => key.tool === 's0__0')).toMatchObject({ lastClient: 'client 390' });
  });

  it('are counted before much is read', async () => {
    const question = reading('token', ['tokenId']);
    const rows =
      2 * 7 +
      (await database.db.usageHour.count({ where: { slice: 'token', at: { gte: new Date(firstDay + 2 * dayMs) } } }));
    expect(await isLittle(database.db, question, rows)).toBe(true);
    expect(await isLittle(database.db, question, rows - 1)).toBe(false);
    expect(await countNames(database.db, question, 'tokenId')).toBe(7);
  });
});
