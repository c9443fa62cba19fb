import fc from 'fast-check';
import pino from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { callOutcomes } from '../calls/schemas';
import { type TestDatabase, testDatabases } from '../db/test-database';
import type { CallRecord, RefusalRecord } from '../gateway/deps';
import { readHistogram } from './histogram';
import { classOf, outcomeClasses } from './outcome-class';
import { hourMs } from './rollup';
import { openTestSink, testCall } from './test-writer';
import { toCallRow, type UsageBatch } from './usage-batch';
import { defaultLimits, UsageQueue } from './usage-queue';

const log = pino({ level: 'silent' });
const at = testCall.atMs;
const id = fc.constantFrom('a', 'b', 'c');
const someCall: fc.Arbitrary<CallRecord> = fc.record({
  workspaceId: fc.constantFrom('w', 'other'),
  tokenId: id,
  memberId: fc.option(id),
  serverId: fc.option(id),
  tool: fc.constantFrom('x__one', 'x__two'),
  outcome: fc.constantFrom(...callOutcomes),
  gatewayUs: fc.integer({ min: 0, max: 100_000 }),
  serverUs: fc.integer({ min: 0, max: 10_000_000 }),
  client: fc.option(fc.constantFrom('cursor', 'codex')),
  requestId: fc.constant('r'),
  atMs: fc.integer({ min: at, max: at + 5 * hourMs }),
  payload: fc.constant(null),
});
/** A token belongs to one workspace, and to one member or nobody. */
const someRefusal = fc
  .record({
    token: fc.constantFrom(
      { workspaceId: 'w', tokenId: 'a', memberId: null },
      { workspaceId: 'w', tokenId: 'b', memberId: 'b' },
      { workspaceId: 'other', tokenId: 'c', memberId: 'b' },
    ),
    outcome: fc.constantFrom('denied' as const, 'limited' as const),
    count: fc.integer({ min: 1, max: 5 }),
    atMs: fc.integer({ min: at, max: at + 5 * hourMs }),
  })
  .map(({ token, ...refusal }) => ({ ...token, ...refusal }));
const batch = (over: Partial<UsageBatch>, n = 1): UsageBatch => ({
  mark: { id: 'test', batch: n, position: '' },
  calls: [],
  payloads: [],
  uncounted: [],
  refusals: [],
  touches: [],
  ...over,
});

describe.each(testDatabases)('hours on $provider', ({ open }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.drop());
  const clear = async () => {
    await database.db.call.deleteMany();
    await database.db.usageHour.deleteMany();
    await database.db.usageMark.deleteMany();
  };
  beforeEach(clear);

  /** Sums of hours by whatever names them, beside the same counted out of the calls themselves. */
  async function compare(refusals: RefusalRecord[]) {
    const calls = await database.db.call.findMany();
    const hours = await database.db.usageHour.findMany();
    const hourOf = (ms: number) => ms - (ms % hourMs);
    const expected = new Map<string, number>();
    const add = (parts: (string | number | null)[], n = 1) => {
      const key = parts.map((part) => part ?? '').join(' ');
      expected.set(key, (expected.get(key) ?? 0) + n);
    };
    for (const call of calls) {
      const [hour, end] = [hourOf(call.at.getTime()), classOf(call.outcome)];
      const tool = call.serverId === null ? '' : call.tool;
      const { workspaceId: w, memberId: m, tokenId: t, serverId: s } = call;
      add([w, 'all', hour, '', '', '', '', end]);
      add([w, 'member', hour, m, '', '', '', end]);
      add([w, 'token', hour, '', t, '', '', end]);
      if (s !== null) add([w, 'server', hour, '', '', s, '', end]);
      add([w, 'tool', hour, '', '', s, tool, end]);
      add([w, 'member_tool', hour, m, '', s, tool, end]);
      add([w, 'token_tool', hour, '', t, s, tool, end]);
    }
    for (const { workspaceId: w, memberId: m, tokenId: t, outcome, count, atMs } of refusals) {
      add([w, 'all', hourOf(atMs), '', '', '', '', outcome], count);
      add([w, 'member', hourOf(atMs), m, '', '', '', outcome], count);
      add([w, 'token', hourOf(atMs), '', t, '', '', outcome], count);
    }
    const names = { ok: 'ok', tool_error: 'toolError', protocol: 'protocol', transport: 'transport' } as const;
    const found = new Map<string, number>();
    for (const row of hours) {
      const counts = { ...row, tool_error: row.toolError };
      expect(row.calls).toBe(outcomeClasses.reduce((sum, one) => sum + counts[one], 0));
      for (const one of outcomeClasses) {
        const n = one in names ? row[names[one as keyof typeof names]] : counts[one];
        const key = [
          row.workspaceId,
          row.slice,
          row.at.getTime(),
          row.memberId,
          row.tokenId,
          row.serverId,
          row.tool,
          one,
        ];
        if (n > 0) found.set(key.join(' '), n);
      }
    }
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
    const timed = (text: string) => Object.values(readHistogram(text)).reduce((sum, n) => sum + n, 0);
    const all = hours.filter(({ slice }) => slice === 'all');
    expect(all.reduce((sum, row) => sum + timed(row.gatewayTimes), 0)).toBe(calls.length);
  }

  it('come to exactly what the calls come to, for whatever calls and however they were batched', async () => {
    const sink = openTestSink(database);
    await fc.assert(
      fc.asyncProperty(
        fc.array(someCall, { maxLength: 40 }),
        fc.array(someRefusal, { maxLength: 10 }),
        fc.integer({ min: 1, max: 9 }),
        async (calls, refusals, batchCalls) => {
          await clear();
          const queue = new UsageQueue(sink, log, { ...defaultLimits, batchCalls });
          for (const call of calls) queue.recordCall(call);
          for (const refusal of refusals) queue.recordRefusal(refusal);
          await queue.flush();
          await compare(refusals);
        },
      ),
      { numRuns: 25 },
    );
    await sink.close();
  }, 60_000);

  it('a batch that is written again, because its answer was lost, counts once', async () => {
    const sink = openTestSink(database);
    const calls = [toCallRow(testCall), toCallRow({ ...testCall, serverUs: 99 })];
    const refusals: UsageBatch['refusals'] = [['w', 't', null, 'limited', 7, at]];
    for (let time = 0; time < 3; time += 1) await sink.write(batch({ calls, refusals }));
    await sink.write(batch({ refusals }, 2));
    await sink.close();
    const all = await database.db.usageHour.findFirstOrThrow({ where: { slice: 'all' } });
    expect(all).toMatchObject({ calls: 16, ok: 2, limited: 14, lastClient: 'claude-code', lastAt: new Date(at) });
    expect(await database.db.call.count()).toBe(2);
  });

  it('several that write the same rows at once lose nothing and never wait for each other in a circle', async () => {
    const writers = Array.from(
      { length: 4 },
      () => new UsageQueue(openTestSink(database), log, { ...defaultLimits, batchCalls: 50, retryMs: [] }),
    );
    for (const [w, writer] of writers.entries()) {
      for (let n = 0; n < 500; n += 1) {
        const other = (n * (w + 3)) % 20;
        writer.recordCall({
          ...testCall,
          tokenId: `t${other}`,
          memberId: `m${other}`,
          tool: `x__${(n * (w + 1)) % 7}`,
          serverUs: n,
        });
      }
    }
    await Promise.all(writers.map((writer) => writer.close()));
    expect(writers.map(({ dropped }) => dropped)).toEqual([0, 0, 0, 0]);
    await compare([]);
    const all = await database.db.usageHour.findFirstOrThrow({ where: { slice: 'all' } });
    expect(Object.values(readHistogram(all.serverTimes)).reduce((sum, n) => sum + n, 0)).toBe(2000);
  });

  it('a flood of refused requests is one row of numbers for each of token, member and workspace', async () => {
    const queue = new UsageQueue(openTestSink(database), log);
    for (let n = 0; n < 10_000; n += 1)
      queue.recordRefusal({
        workspaceId: 'w',
        tokenId: 't',
        memberId: 'm',
        outcome: 'limited',
        count: 1,
        atMs: at + n,
      });
    await queue.close();
    expect(await database.db.call.count()).toBe(0);
    const rows = await database.db.usageHour.findMany({ orderBy: { slice: 'asc' } });
    expect(rows.map(({ slice, calls, limited }) => [slice, calls, limited])).toEqual([
      ['all', 10_000, 10_000],
      ['member', 10_000, 10_000],
      ['token', 10_000, 10_000],
    ]);
  });

  it('names that no server has are one tool, however many are tried', async () => {
    const queue = new UsageQueue(openTestSink(database), log);
    for (let n = 0; n < 200; n += 1)
      queue.recordCall({ ...testCall, serverId: null, tool: `made up ${n}`, outcome: 'unknown_tool' });
    await queue.close();
    const rows = await database.db.usageHour.findMany({ where: { slice: 'tool' } });
    expect(rows).toMatchObject([{ tool: '', serverId: '', calls: 200, protocol: 200 }]);
  });
});
