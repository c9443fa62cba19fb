import { setTimeout as pause } from 'node:timers/promises';
import { type Cluster, redisPort, startCluster } from './cluster/installation';
import { type Line, layLine } from './fixtures/line';
import { postgresPort, whyNoPostgres } from './fixtures/postgres';
import type { CreatedToken, Rest } from './rest';
import { expect, test } from './test';
import { bearer, legacyRequest, send, type WireAnswer } from './wire';

const outageMs = 10_000;
/** A look-up waits two seconds at most; the rest is the machine's. */
const answerMs = 3_500;

let cluster: Cluster;
let postgres: Line;
let redis: Line;
let rest: Rest;

test.describe.configure({ mode: 'serial', timeout: 90_000 });
test.beforeAll(async () => {
  const absence = await whyNoPostgres();
  test.skip(absence !== null, absence ?? '');
  [postgres, redis] = await Promise.all([layLine(postgresPort), layLine(redisPort)]);
  const ports = { postgres: postgres.port, redis: redis.port };
  cluster = await startCluster({ size: 2, doors: ['server', 'next'], ports });
  [rest] = cluster.rests as [Rest];
});
test.afterAll(async () => {
  await cluster?.close();
  await Promise.all([postgres?.close(), redis?.close()]);
});

const instances = [0, 1] as const;
const use = (instance: number, { raw }: CreatedToken) =>
  send(cluster.gatewayAt(instance), legacyRequest('ping', undefined, bearer(raw)));
const ready = async (instance: number) => {
  const { status, text } = await send(`${cluster.products[instance]?.origin}/readyz`, { method: 'GET' });
  return { status, rateStore: String(JSON.parse(text).rate_store) };
};

interface Timed {
  answer: WireAnswer;
  sentAt: number;
  receivedAt: number;
}

/** One request after the other, until it is over. */
async function useUntil(isOver: () => boolean, instance: number, token: CreatedToken): Promise<Timed[]> {
  const all: Timed[] = [];
  while (!isOver()) {
    const sentAt = performance.now();
    all.push({ sentAt, answer: await use(instance, token), receivedAt: performance.now() });
    await pause(100);
  }
  return all;
}

test('PostgreSQL away for ten seconds: every request is 503 in time, nothing gets in, and nobody has to help it back', async () => {
  const [open, revoked] = await Promise.all([
    rest.createToken(cluster.slug, { name: 'open' }),
    rest.createToken(cluster.slug, { name: 'revoked' }),
  ]);
  expect((await rest.revokeToken(cluster.slug, revoked.id)).status).toBe(200);
  let isOver = false;
  const users = [open, revoked].map((token) =>
    Promise.all(instances.flatMap((instance) => [1, 2].map(() => useUntil(() => isOver, instance, token)))),
  );
  await postgres.cut();
  const cutAt = performance.now();
  await pause(outageMs);
  const mendedAt = performance.now();
  await postgres.mend();
  for (const instance of instances) {
    const served = { timeout: 5_000, intervals: [50] };
    await expect.poll(async () => (await use(instance, open)).status, served).toBe(200);
    expect((await use(instance, revoked)).status).toBe(401);
  }
  isOver = true;
  const [ofOpen = [], ofRevoked = []] = (await Promise.all(users)).map((each) => each.flat());
  expect(new Set(ofRevoked.map(({ answer }) => answer.status))).toEqual(new Set([401, 503]));
  const during = [...ofOpen, ...ofRevoked].filter(({ sentAt, receivedAt }) => sentAt > cutAt && receivedAt < mendedAt);
  expect(during.length).toBeGreaterThan(20);
  for (const { answer } of during) {
    expect([answer.status, Number(answer.headers['retry-after']) >= 1]).toEqual([503, true]);
  }
  const longestMs = Math.max(...during.map(({ sentAt, receivedAt }) => receivedAt - sentAt));
  console.log(`PostgreSQL away: ${during.length} requests, the longest answer after ${Math.round(longestMs)} ms`);
  expect(longestMs).toBeLessThan(answerMs);
});

for (const how of ['cut', 'stall'] as const) {
  test(`Redis away (${how}): requests go on, each instance holds the limit by itself with what it has admitted, and it comes back`, async () => {
    const token = await rest.createToken(cluster.slug);
    const admitted = async (instance: number, count: number) => {
      const answers = await Promise.all(Array.from({ length: count }, () => use(instance, token)));
      const statuses = answers.map(({ status }) => status);
      expect(statuses.filter((status) => status !== 200 && status !== 429)).toEqual([]);
      return statuses.filter((status) => status === 200).length;
    };
    for (const instance of instances) expect(await ready(instance)).toEqual({ status: 200, rateStore: 'redis' });
    expect([await admitted(0, 90), await admitted(1, 20)]).toEqual([90, 20]);
    await redis[how]();
    const tookMs: number[] = [];
    for (let round = 0; round < 2; round += 1) {
      const startedAt = performance.now();
      expect([await admitted(0, 5), await admitted(1, 5)]).toEqual([5, 5]);
      tookMs.push(Math.round(performance.now() - startedAt));
    }
    for (const instance of instances) expect(await ready(instance)).toEqual({ status: 200, rateStore: 'memory' });
    console.log(`Redis away (${how}): ten requests on two instances in ${tookMs[0]} ms, then in ${tookMs[1]} ms`);
    // Half a second on each instance until it knows; then nobody waits.
    expect(tookMs[0]).toBeLessThan(2_500);
    expect(tookMs[1]).toBeLessThan(400);
    // 120 for each instance, what it admitted while Redis was there among them.
    expect([await admitted(0, 40), await admitted(1, 110)]).toEqual([20, 90]);

    await redis.mend();
    for (const instance of instances) {
      await expect
        .poll(() => ready(instance), { timeout: 10_000, intervals: [100] })
        .toMatchObject({ rateStore: 'redis' });
    }
    expect([await admitted(0, 5), await admitted(1, 5)]).toEqual([0, 0]);
    const fresh = await rest.createToken(cluster.slug);
    const answers = await Promise.all(Array.from({ length: 150 }, (_, index) => use(index % 2, fresh)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(120);
  });
}
