import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Line, layLine } from '../../e2e/fixtures/line';
import { startUpstash } from '../../e2e/fixtures/upstash-server';
import { type RateClaim, type RateVerdict, windowMs } from './rate-counter';
import { openRedisRunner } from './redis-runner';
import { RemoteLog, type ScriptRunner } from './remote-log';
import { SharedCounter } from './shared-counter';
import { hasRedis, ownKeys, redisPort, redisUrl } from './test-redis';
import { openUpstashRunner } from './upstash-runner';

/** Longer than in production, so that a machine that does much else at the same time takes no Redis for gone. */
const waitMs = 2_000;
/** Where it is gone. */
const lossWaitMs = 250;
/** What such a machine may add; far below the seconds that a client would notice. */
const slackMs = 500;

const isThere = await hasRedis();

describe.runIf(isThere)('a counter on Redis', () => {
  const { prefix, drop } = ownKeys();
  const closers: (() => Promise<void>)[] = [];
  let line: Line;
  let runs = 0;
  let claim: RateClaim;

  beforeEach(async () => {
    line = await layLine(redisPort);
    runs += 1;
    claim = { key: `t${runs}`, limit: 10, group: `w${runs}` };
  });
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
    await line.close();
  });
  afterAll(drop);

  /** One instance, what it said, and how often it asked the store. */
  async function openInstance({ nowMs = () => performance.now(), port = line.port, wait = waitMs } = {}) {
    const runner = await openRedisRunner(`redis://127.0.0.1:${port}`);
    return openOn(runner, 'redis', wait, nowMs);
  }

  async function openOn(runner: ScriptRunner, store: 'redis' | 'upstash', wait: number, nowMs?: () => number) {
    const said: string[] = [];
    const asked = { count: 0 };
    const counted: ScriptRunner = {
      ...runner,
      evalsha: (...of) => {
        asked.count += 1;
        return runner.evalsha(...of);
      },
    };
    const log = {
      warn: (_fields: object, message: string) => void said.push(`warn: ${message}`),
      info: (_fields: object, message: string) => void said.push(`info: ${message}`),
    } as never;
    const counter = new SharedCounter(new RemoteLog(store, wait, counted, { prefix }), log, nowMs);
    closers.push(() => counter.close());
    await counter.open();
    return { counter, said, asked };
  }

  const admitted = async (counter: SharedCounter, times: number, claims = [claim]) => {
    const verdicts = await Promise.all(Array.from({ length: times }, () => counter.take(claims, 1)));
    return verdicts.filter(({ success }) => success).length;
  };
  const isBack = (counter: SharedCounter) =>
    vi.waitFor(() => expect(counter.store).not.toBe('memory'), { timeout: 5_000, interval: 20 });

  it('admits together what one alone would, and charges no instance for what another one used up', async () => {
    const [one, other] = [await openInstance(), await openInstance()];
    expect([one.counter.store, other.counter.store]).toEqual(['redis', 'redis']);
    const counts = await Promise.all([admitted(one.counter, 40), admitted(other.counter, 40)]);
    expect(counts[0] + counts[1]).toBe(10);
    expect(await one.counter.peek(claim)).toMatchObject({ success: true, limit: 10, remaining: 0 });
    expect([one.said, one.counter.fallbacks]).toEqual([[], 0]);
  });

  it('does not ask again before the time that a refusal named, and asks for another limit or a lower cost', async () => {
    const clock = { ms: 1_000 };
    const { counter, asked } = await openInstance({ nowMs: () => clock.ms });
    const other = await openInstance();
    await admitted(other.counter, 9);
    expect(await counter.take([claim], 2)).toMatchObject({ success: false, remaining: 1 });
    const before = asked.count;
    const again = counter.take([claim], 2) as RateVerdict;
    expect(again).toMatchObject({ success: false, limit: 10, remaining: 1, refused: claim });
    clock.ms += 500;
    expect((counter.take([claim], 2) as RateVerdict).resetMs).toBe(again.resetMs - 500);
    expect(asked.count).toBe(before);
    expect(await counter.take([{ ...claim, limit: 12 }], 2)).toMatchObject({ success: true });
    expect(await counter.take([{ ...claim, limit: 12 }], 1)).toMatchObject({ success: true, remaining: 0 });
    await counter.take([claim], 2);
    expect(asked.count).toBe(before + 2);
    clock.ms += windowMs;
    await counter.take([claim], 2);
    expect(asked.count).toBe(before + 3);
  });

  const losses = [
    { how: 'breaks off', lose: (of: Line) => of.cut() },
    { how: 'answers nothing any more', lose: async (of: Line) => of.stall() },
  ];
  it.each(losses)(
    'that $how decides alone at once, with what it admitted itself, and comes back by itself',
    async ({ lose }) => {
      const { counter, said } = await openInstance({ wait: lossWaitMs });
      expect(await admitted(counter, 6)).toBe(6);
      await lose(line);
      const sinceMs = performance.now();
      expect(await counter.take([claim], 1)).toMatchObject({ success: true, remaining: 3 });
      expect(performance.now() - sinceMs).toBeLessThan(lossWaitMs + slackMs);
      expect(counter.store).toBe('memory');
      // Not even a promise: nobody waits for a store that is away.
      expect(counter.take([claim], 1)).toMatchObject({ success: true, remaining: 2 });
      expect(counter.take([claim], 3)).toMatchObject({ success: false, remaining: 2 });
      expect(counter.peek(claim)).toMatchObject({ remaining: 2 });
      expect(counter.fallbacks).toBe(3);

      await line.mend();
      await isBack(counter);
      expect(said).toEqual([
        expect.stringMatching(/^warn: the rate store does not answer/),
        expect.stringMatching(/^info: the rate store answers again/),
      ]);
      // The store knows of six or seven; two more were admitted without it.
      expect(await admitted(counter, 10)).toBe(2);
    },
  );

  it('lets all wait for the same moment when many ask a store that answers nothing', async () => {
    const { counter } = await openInstance({ wait: lossWaitMs });
    line.stall();
    const sinceMs = performance.now();
    expect(await admitted(counter, 200)).toBe(10);
    expect(performance.now() - sinceMs).toBeLessThan(lossWaitMs + slackMs);
  });

  it('is started without Redis, and uses it once it is there', async () => {
    await line.cut();
    const { counter, said } = await openInstance();
    expect(counter.store).toBe('memory');
    expect(said).toHaveLength(1);
    expect(await admitted(counter, 4)).toBe(4);
    await line.mend();
    await isBack(counter);
    expect(await admitted(counter, 20)).toBe(6);
  });

  it('still knows what it admitted itself when the store has lost everything', async () => {
    const { counter } = await openInstance();
    expect(await admitted(counter, 8)).toBe(8);
    const redis = new Redis(redisUrl);
    await redis.del(`${prefix}:{${claim.group}}:${claim.key}`);
    redis.disconnect();
    expect(await admitted(counter, 20)).toBe(2);
  });

  it('takes a process that stood still for no store that went away', async () => {
    const { counter } = await openInstance({ port: redisPort, wait: 1_000 });
    const pending = counter.take([claim], 1);
    const untilMs = performance.now() + 1_200;
    while (performance.now() < untilMs);
    expect(await pending).toMatchObject({ success: true });
    expect([counter.store, counter.fallbacks]).toEqual(['redis', 0]);
  });

  it('stays on its own while the store may not be written to', async () => {
    const { counter } = await openInstance();
    const readonly: ScriptRunner = {
      evalsha: async () => {
        throw new Error("READONLY You can't write against a read only replica.");
      },
      eval: async () => null,
      close: async () => undefined,
    };
    const { counter: other, said } = await openOn(readonly, 'redis', waitMs);
    expect([counter.store, other.store, said.length]).toEqual(['redis', 'memory', 1]);
  });

  it('counts by HTTP as well, and with the connections', async () => {
    const upstash = await startUpstash(redisUrl);
    closers.push(upstash.close);
    const { counter: byHttp, said } = await openOn(
      await openUpstashRunner(upstash.url, upstash.token, waitMs),
      'upstash',
      waitMs,
    );
    const { counter } = await openInstance();
    expect(byHttp.store).toBe('upstash');
    const counts = await Promise.all([admitted(byHttp, 20), admitted(counter, 20)]);
    expect(counts[0] + counts[1]).toBe(10);
    expect(said).toEqual([]);
  });

  it('says why the store is away, and nothing that was sent to it', async () => {
    const upstash = await startUpstash(redisUrl);
    closers.push(upstash.close);
    const reasons: unknown[] = [];
    const log = { warn: (fields: object) => void reasons.push(fields), info: () => undefined } as never;
    const runner = await openUpstashRunner(upstash.url, 'another token', waitMs);
    const counter = new SharedCounter(new RemoteLog('upstash', waitMs, runner, { prefix }), log);
    closers.push(() => counter.close());
    await counter.open();
    expect(reasons).toEqual([{ store: 'upstash', reason: 'Unauthorized' }]);
  });
});
