import pino from 'pino';
import { describe, expect, it } from 'vitest';
import type { CallRecord } from '../gateway/deps';
import type { UsageBatch } from './usage-batch';
import { defaultLimits, type QueueLimits, UsageQueue } from './usage-queue';

const log = pino({ level: 'silent' });
const call: CallRecord = {
  workspaceId: 'w',
  tokenId: 't',
  memberId: null,
  serverId: null,
  tool: 'x',
  outcome: 'ok',
  gatewayUs: 1,
  serverUs: 1,
  client: null,
  requestId: 'r',
  atMs: 1,
  payload: null,
};

/** A database in memory that fails the first `failures` writes after having stored them: the worst kind of failure. */
function queueOn(failures: number, limits: Partial<QueueLimits> = {}) {
  const rows = new Map<string, unknown>();
  const batches: UsageBatch[] = [];
  let left = failures;
  const sink = {
    async write(batch: UsageBatch) {
      batches.push(batch);
      for (const row of batch.calls) rows.set(row[0], row);
      left -= 1;
      if (left >= 0) throw new Error('the answer was lost');
    },
    close: async () => undefined,
  };
  const queue = new UsageQueue(sink, log, { ...defaultLimits, flushMs: 1, retryMs: [0, 0], ...limits });
  return { queue, rows, batches };
}

describe('the usage queue', () => {
  it('a write whose answer was lost is repeated without counting a call twice', async () => {
    const { queue, rows, batches } = queueOn(2);
    queue.recordCall(call);
    await queue.flush();
    expect(batches).toHaveLength(3);
    expect(rows.size).toBe(1);
    expect(queue.dropped).toBe(0);
  });

  it('writes the first use of a token at once, those that follow together, and all of them when asked', async () => {
    const { queue, batches } = queueOn(0, { touchMs: 3_600_000 });
    const written = () => batches.flatMap(({ touches }) => touches.map(([id, atMs]) => [id, atMs]));
    queue.touchToken('a', 1, null);
    await expect.poll(written, { interval: 1 }).toEqual([['a', 1]]);
    queue.touchToken('a', 2, null);
    queue.recordCall(call);
    await expect.poll(() => batches.length, { interval: 1 }).toBe(2);
    queue.touchToken('a', 3, null);
    queue.touchToken('b', 4, null);
    expect(written()).toEqual([['a', 1]]);
    await queue.flush();
    expect(written()).toEqual([
      ['a', 1],
      ['a', 3],
      ['b', 4],
    ]);
  });

  it('a batch that is refused to the end is counted, and the next one is written', async () => {
    const { queue, batches } = queueOn(3);
    queue.recordCall(call);
    await queue.flush();
    expect(queue.dropped).toBe(1);
    queue.recordCall(call);
    await queue.flush();
    expect(batches).toHaveLength(4);
    expect(queue.dropped).toBe(1);
  });

  it('a full queue drops and counts instead of growing', async () => {
    const { queue, rows } = queueOn(0, { maxCalls: 10 });
    for (let n = 0; n < 25; n += 1) queue.recordCall(call);
    await queue.flush();
    expect(rows.size).toBe(10);
    expect(queue.dropped).toBe(15);
  });

  it('many uses of one token become one write: the latest time, the last known client', async () => {
    const { queue, batches } = queueOn(0);
    queue.touchToken('t', 30, null);
    queue.touchToken('t', 10, 'cursor');
    queue.touchToken('t', 20, null);
    await queue.flush();
    expect(batches).toMatchObject([{ calls: [], touches: [['t', 30, 'cursor']] }]);
  });

  it('no batch is larger than the bound, and flush waits for all of them', async () => {
    const { queue, batches, rows } = queueOn(0, { batchCalls: 10 });
    for (let n = 0; n < 35; n += 1) queue.recordCall(call);
    await queue.flush();
    expect(rows.size).toBe(35);
    expect(Math.max(...batches.map((batch) => batch.calls.length))).toBe(10);
  });

  it('what is recorded of calls goes with them in small batches, and beyond a bound only the calls are kept', async () => {
    const { queue, batches, rows } = queueOn(1, { batchCalls: 100, batchPayloads: 4, maxPayloads: 10 });
    const recorded = { ...call, serverId: 's', payload: (id: string) => `sealed for ${id}` };
    for (let n = 0; n < 15; n += 1) queue.recordCall(n % 2 === 0 || n > 9 ? recorded : { ...recorded, payload: null });
    for (let n = 0; n < 5; n += 1) queue.recordCall(recorded);
    await queue.flush();
    expect([rows.size, queue.dropped, queue.droppedPayloads]).toEqual([20, 0, 5]);
    const payloads = new Map(batches.flatMap((batch) => batch.payloads.map((row) => [row[0], row])));
    expect([...payloads.values()]).toEqual([...payloads.keys()].map((id) => [id, 's', `sealed for ${id}`]));
    expect(payloads.size).toBe(10);
    for (const batch of batches) {
      expect(batch.payloads.length).toBeLessThanOrEqual(4);
      expect(batch.calls.map(([id]) => id)).toEqual(expect.arrayContaining(batch.payloads.map(([id]) => id)));
    }
  });

  it('flush ends while calls keep coming', async () => {
    const { queue, rows } = queueOn(0, { batchCalls: 2 });
    for (let n = 0; n < 5; n += 1) queue.recordCall(call);
    let isOver = false;
    const traffic = (async () => {
      while (!isOver) {
        for (let n = 0; n < 5; n += 1) queue.recordCall(call);
        await new Promise(setImmediate);
      }
    })();
    await queue.flush();
    isOver = true;
    await traffic;
    expect(rows.size).toBeGreaterThanOrEqual(5);
  });

  it('close does not wait for a database that never recovers', async () => {
    const { queue } = queueOn(Number.POSITIVE_INFINITY, { retryMs: [60_000], closeMs: 20 });
    queue.recordCall(call);
    await queue.close();
    expect(queue.dropped).toBe(1);
  });

  it('what comes after close is counted as dropped', async () => {
    const { queue, rows } = queueOn(0);
    await queue.close();
    queue.recordCall(call);
    expect(queue.dropped).toBe(1);
    expect(rows.size).toBe(0);
  });
});
