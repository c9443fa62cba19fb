import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { startUpstash } from '../../e2e/fixtures/upstash-server';
import { type RateClaim, type RateVerdict, windowMs } from './rate-counter';
import { openRedisRunner } from './redis-runner';
import { RemoteLog } from './remote-log';
import { SlidingLog } from './sliding-log';
import { hasRedis, ownKeys, redisUrl } from './test-redis';
import { openUpstashRunner } from './upstash-runner';

/** What the counter is, said in the plainest way: all times of a key in an array. */
class Model {
  private readonly times = new Map<string, number[]>();

  take(claims: readonly RateClaim[], cost: number, nowMs: number): RateVerdict {
    for (const claim of claims) {
      const { key, limit } = claim;
      const used = this.ageTo(nowMs, key);
      if (cost === 0 || used.length + cost <= limit) continue;
      const resetMs = cost > limit ? windowMs : (used[used.length + cost - limit - 1] as number) + windowMs - nowMs;
      return { success: false, limit, remaining: Math.max(0, limit - used.length), resetMs, refused: claim };
    }
    for (const { key } of claims) this.times.get(key)?.push(...Array<number>(cost).fill(nowMs));
    const [{ key, limit }] = claims as [RateClaim];
    const used = this.times.get(key) as number[];
    const resetMs = used[0] === undefined ? 0 : used[0] + windowMs - nowMs;
    return { success: true, limit, remaining: Math.max(0, limit - used.length), resetMs, refused: null };
  }

  /** A clock that was set back takes what it has seen along. */
  private ageTo(nowMs: number, key: string): number[] {
    const all = this.times.get(key) ?? [];
    const wentBackMs = Math.max(0, (all.at(-1) ?? nowMs) - nowMs);
    const used = all.map((at) => at - wentBackMs).filter((at) => at > nowMs - windowMs);
    this.times.set(key, used);
    return used;
  }
}

interface Step {
  gapMs: number;
  token: string;
  cost: number;
  limit: number;
  workspaceLimit: number | null;
}

/** Gaps that land on, just before and just after the border of a window as well as anywhere. */
const forward = fc.oneof(
  fc.constantFrom(0, 1, windowMs - 1, windowMs, windowMs + 1, windowMs / 2),
  fc.integer({ min: 0, max: 20_000 }),
);

const traces = (gapMs: fc.Arbitrary<number>) =>
  fc.array(
    fc.record<Step>({
      gapMs,
      token: fc.constantFrom('a', 'b', 'c'),
      // Zero only looks.
      cost: fc.oneof({ weight: 4, arbitrary: fc.constant(1) }, fc.integer({ min: 0, max: 5 })),
      limit: fc.oneof({ weight: 4, arbitrary: fc.constant(4) }, fc.integer({ min: 1, max: 6 })),
      workspaceLimit: fc.option(fc.integer({ min: 1, max: 8 })),
    }),
    { minLength: 1, maxLength: 60 },
  );

/** Plays a trace to a counter and to the model; the claims' keys are new in each run. */
async function agree(
  trace: Step[],
  run: string,
  take: (claims: RateClaim[], cost: number, nowMs: number) => RateVerdict | Promise<RateVerdict>,
): Promise<void> {
  const model = new Model();
  let nowMs = 1_785_000_000_000;
  for (const { gapMs, token, cost, limit, workspaceLimit } of trace) {
    nowMs += gapMs;
    const claims = [{ key: `${run}-${token}`, limit, group: run }];
    if (workspaceLimit !== null) claims.push({ key: run, limit: workspaceLimit, group: run });
    expect(await take(claims, cost, nowMs)).toEqual(model.take(claims, cost, nowMs));
  }
}

let runs = 0;
const newRun = () => {
  runs += 1;
  return `w${runs}`;
};

it('in memory decides as the plainest counter does, to the millisecond', async () => {
  await fc.assert(
    fc.asyncProperty(traces(forward), async (trace) => {
      let now = 0;
      const log = new SlidingLog(() => now);
      await agree(trace, newRun(), (claims, cost, nowMs) => {
        now = nowMs;
        return cost === 0 ? log.peek(claims[0] as RateClaim) : log.take(claims, cost);
      });
    }),
    { numRuns: 300 },
  );
});

const isThere = await hasRedis();

describe.runIf(isThere)('on a store', () => {
  const { prefix, drop } = ownKeys();
  afterAll(drop);

  const stores = [
    {
      name: 'redis' as const,
      numRuns: 100,
      open: async () => ({ runner: await openRedisRunner(redisUrl), close: async () => undefined }),
    },
    {
      name: 'upstash' as const,
      numRuns: 40,
      open: async () => {
        const server = await startUpstash(redisUrl);
        return { runner: await openUpstashRunner(server.url, server.token, 5_000), close: server.close };
      },
    },
  ];

  describe.each(stores)('$name', ({ name, numRuns, open }) => {
    let nowMs = 0;
    const opened = open();
    const logOf = async (clockUs?: () => number) =>
      new RemoteLog(name, 5_000, (await opened).runner, { prefix: `${prefix}_${name}`, clockUs });
    afterAll(async () => {
      const { runner, close } = await opened;
      await runner.close();
      await close();
    });

    it('decides as the plainest counter does, also when its clock is set back', async () => {
      const log = await logOf(() => nowMs * 1000);
      const anyway = fc.oneof({ weight: 5, arbitrary: forward }, fc.integer({ min: -4_000_000, max: 0 }));
      await fc.assert(
        fc.asyncProperty(traces(anyway), (trace) =>
          agree(trace, newRun(), (claims, cost, at) => {
            nowMs = at;
            return log.take(claims, cost);
          }),
        ),
        { numRuns },
      );
    });

    it('is exact to the microsecond of its clock', async () => {
      let nowUs = 1_785_000_000_123_456;
      const log = await logOf(() => nowUs);
      const claims = [{ key: newRun(), limit: 1, group: 'us' }];
      expect((await log.take(claims, 1)).success).toBe(true);
      nowUs += windowMs * 1000 - 1;
      expect(await log.take(claims, 1)).toMatchObject({ success: false, resetMs: 0.001 });
      nowUs += 1;
      expect((await log.take(claims, 1)).success).toBe(true);
    });

    it('admits the limit and not one more to many who ask at the same time', async () => {
      const log = await logOf();
      const run = newRun();
      const claims = (i: number) => [
        { key: `${run}-${i % 4}`, limit: 50, group: run },
        { key: run, limit: 120, group: run },
      ];
      const verdicts = await Promise.all(Array.from({ length: 400 }, (_, i) => log.take(claims(i), 1)));
      expect(verdicts.filter(({ success }) => success)).toHaveLength(120);
      const left = await log.peek({ key: run, limit: 120, group: run });
      expect(left).toMatchObject({ success: true, remaining: 0 });
      expect(left.resetMs).toBeLessThanOrEqual(windowMs);
    });

    it('goes on when the store has forgotten the script', async () => {
      const { Redis } = await import('ioredis');
      const redis = new Redis(redisUrl);
      const log = await logOf();
      const claims = [{ key: newRun(), limit: 2, group: 'w' }];
      await log.take(claims, 1);
      await redis.script('FLUSH');
      expect(await log.take(claims, 1)).toMatchObject({ success: true, remaining: 0 });
      redis.disconnect();
    });

    it('keeps what belongs together in one slot of a cluster, and nothing for longer than it counts', async () => {
      const { Redis } = await import('ioredis');
      const redis = new Redis(redisUrl);
      const log = await logOf();
      const run = newRun();
      const claims = [
        { key: `${run}-a`, limit: 2, group: run },
        { key: run, limit: 2, group: run },
      ];
      await log.take(claims, 1);
      const keys = await redis.keys(`${prefix}_${name}:{${run}}:*`);
      expect(keys).toHaveLength(2);
      for (const key of keys) {
        const ttlMs = await redis.pttl(key);
        expect(ttlMs).toBeGreaterThan(windowMs);
        expect(ttlMs).toBeLessThanOrEqual(windowMs + 1_000);
      }
      redis.disconnect();
    });
  });
});
