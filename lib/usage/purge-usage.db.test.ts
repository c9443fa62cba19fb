import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { madeUntil } from './made-until';
import { makeSpans } from './make-spans';
import { purgeUsage } from './purge-usage';
import { sumCounts } from './read-rollups';
import { dayMs, hourMs } from './rollup';
import { daysKeptDays, hoursKeptDays } from './spans';
import { openTestSink, testCall } from './test-writer';
import { toCallRow } from './usage-batch';
import { stretchesOf } from './usage-range';

/** A Thursday: a week, a day and a quarter of one begin. */
const start = Date.parse('2026-01-01T00:00:00Z');
const where = { workspaceId: testCall.workspaceId, slice: 'all' } as const;

describe.each(testDatabases)('what is kept of usage on $provider', ({ open }) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await open();
    const sink = openTestSink(database);
    const calls = Array.from({ length: 10 * 24 }, (_, n) => toCallRow({ ...testCall, atMs: start + n * hourMs }));
    const mark = { id: 'test', batch: 1, position: '' };
    await sink.write({ mark, calls, uncounted: [], payloads: [], refusals: [], touches: [] });
    await sink.close();
    await makeSpans(database.db, new Date(start + 11 * dayMs));
  });
  afterAll(() => database.drop());

  const countOf = async (fromMs: number, toMs: number) => {
    const stretches = stretchesOf({ fromMs, toMs }, await madeUntil(database.db));
    return (await sumCounts(database.db, { where, stretches, by: [], stepMs: dayMs }))[0]?.calls ?? 0;
  };
  const purgeAt = (nowMs: number) => purgeUsage({ db: database.db, env: { callRetentionDays: 1000 } }, new Date(nowMs));

  it('hours that are kept are counted also where the quarter of a day that they are in began before', async () => {
    await purgeAt(start + 8 * hourMs + hoursKeptDays * dayMs);
    expect(await countOf(start + 6 * hourMs, start + 23 * hourMs)).toBe(17);
  });

  it('days that are kept are counted also where the week that they are in began before', async () => {
    await purgeAt(start + 2 * dayMs + daysKeptDays * dayMs + hourMs);
    expect(await countOf(start, start + 10 * dayMs)).toBe(10 * 24);
    await purgeAt(start + 8 * dayMs + daysKeptDays * dayMs + hourMs);
    expect(await countOf(start, start + 10 * dayMs)).toBe(2 * 24);
  });
});
