import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { callSlowly, type HeldOpen, holdOpen } from './cluster/held-open';
import { type Cluster, startCluster } from './cluster/installation';
import { isFull } from './cluster/scale';
import { gate } from './fixtures/gate';
import { type FixtureServer, seenCalls } from './fixtures/http-host';
import { whyNoPostgres } from './fixtures/postgres';
import { startV2 } from './fixtures/v2-server';
import { emptyLedger, reckon, writeUntilKilled } from './ledger';
import type { Product } from './product';
import { type CreatedToken, type Rest, restSend } from './rest';
import { expect, test } from './test';
import { bearer, legacyRequest, send } from './wire';

let cluster: Cluster;
let server: FixtureServer;
let rest: Rest;

test.describe.configure({ mode: 'serial', timeout: 120_000 });
test.beforeAll(async () => {
  const absence = await whyNoPostgres();
  test.skip(absence !== null, absence ?? '');
  [cluster, server] = await Promise.all([
    startCluster({ size: isFull ? 4 : 2, doors: ['server', 'next'], env: { AEROSTACK_TOKEN_RATE: '1000000' } }),
    startV2('dual'),
  ]);
  [rest] = cluster.rests as [Rest];
  await rest.addServer(cluster.slug, { name: 'Two', slug: 'two', url: server.url });
});
test.afterAll(async () => {
  await cluster?.close();
  await server?.close();
});

interface Shutting {
  slug: string;
  token: CreatedToken;
}

/** Everything that takes a token's access away, through the first instance. */
const shut: Record<string, (what: Shutting) => Promise<{ status: number }>> = {
  revoking: ({ slug, token }) => rest.revokeToken(slug, token.id),
  'revoking several': ({ slug, token }) => rest.send('POST', `/workspaces/${slug}/tokens/revoke`, { ids: [token.id] }),
  'rotating at once': ({ slug, token }) => rest.send('POST', `/workspaces/${slug}/tokens/${token.id}/rotate`, {}),
  pausing: ({ slug, token }) => rest.send('POST', `/workspaces/${slug}/tokens/${token.id}/pause`),
  narrowing: ({ slug, token }) =>
    rest.send('PATCH', `/workspaces/${slug}/tokens/${token.id}`, { scope: { servers: ['demo'] } }),
  'reporting as leaked': ({ token }) =>
    restSend(cluster.products[0]?.origin ?? '', null, 'POST', '/leaked-tokens/revoke', { tokens: [token.raw] }),
  'deleting the workspace': ({ slug }) => rest.send('DELETE', `/workspaces/${slug}`),
};

/** On every instance: both kinds of streams, and a call that stands still at `name`. */
async function holdEverywhere(slug: string, { raw }: CreatedToken, name: string): Promise<HeldOpen[]> {
  const held = cluster.products.map(async ({ origin }) => {
    const url = `${origin}/ws/${slug}`;
    return [...(await holdOpen(url, raw)), await callSlowly(url, raw, name)];
  });
  return (await Promise.all(held)).flat();
}

/** How long each took to close after `at`. */
const closedAfter = (held: HeldOpen[], at: number) =>
  Promise.all(held.map(({ stream }) => stream.ended.then(() => performance.now() - at)));

for (const [how, act] of Object.entries(shut)) {
  test(`${how} closes what the token holds open on every instance within a second, and nobody else's`, async () => {
    const { slug } = how.startsWith('deleting') ? await rest.createWorkspace('Brief') : cluster;
    if (slug !== cluster.slug) await rest.addServer(slug, { name: 'Two', slug: 'two', url: server.url });
    const [token, kept] = await Promise.all([rest.createToken(slug), rest.createToken(cluster.slug)]);
    const held = await holdEverywhere(slug, token, how);
    const neighbours = await holdEverywhere(cluster.slug, kept, how);
    let left = neighbours.length;
    for (const { stream } of neighbours) void stream.ended.then(() => (left -= 1));
    const { status } = await act({ slug, token });
    expect(status).toBeLessThan(300);
    const took = await closedAfter(held, performance.now());
    expect(Math.max(...took)).toBeLessThan(1_000);
    expect(left).toBe(neighbours.length);
    for (const { stream } of neighbours) stream.leave();
    gate(`${how}:1`).open();
  });
}

test('what a token holds open closes on every instance within a second of its expiry, and not before', async () => {
  const { body } = await rest.send('POST', `/workspaces/${cluster.slug}/tokens`, { name: 'brief', expires_in: 3 });
  const expiresMs = Date.parse(String((body.token as { expires_at: string }).expires_at));
  const held = await holdEverywhere(cluster.slug, { id: '', url: '', raw: String(body.raw) }, 'expiry');
  const closed = await Promise.all(held.map(({ stream }) => stream.ended.then(() => Date.now() - expiresMs)));
  gate('expiry:1').open();
  expect(Math.min(...closed)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...closed)).toBeLessThan(1_000);
});

test('kill -9 of the instance that does the background work: the others go on, and nothing acknowledged is lost', async () => {
  const sql = new pg.Client({ connectionString: cluster.database.url });
  await sql.connect();
  const victim = await workingInstance(sql);
  const survivors = cluster.products.map((_, instance) => instance).filter((instance) => instance !== victim);
  const [dying, dyingRest] = [cluster.products[victim] as Product, cluster.rests[victim] as Rest];
  const heir = survivors[0] as number;
  const [token, watched] = [await dyingRest.createToken(cluster.slug), await dyingRest.createToken(cluster.slug)];
  const held = await holdOpen(cluster.gatewayAt(victim), watched.raw);
  const ledger = emptyLedger();
  const writers = [1, 2, 3, 4].map(() => writeUntilKilled(dyingRest, cluster.slug, ledger));
  let isOver = false;
  const callers = cluster.products.map((_, instance) => callUntil(() => isOver, instance, token));
  await expect.poll(() => ledger.revoked.size, { timeout: 60_000, intervals: [20] }).toBeGreaterThanOrEqual(20);

  dying.signal('SIGKILL');
  const killedAt = performance.now();
  await dying.exited;
  const refreshed = seenCalls(server, 'tools/list').length;
  await Promise.all([...writers, ...held.map(({ stream }) => stream.ended)]);
  for (const instance of survivors) await reckon(ledger, cluster.products[instance]?.origin ?? '');
  const reopened = await Promise.all(held.map(({ again }) => again(cluster.gatewayAt(heir))));
  expect(reopened.map(({ status }) => status)).toEqual([200, 200]);
  for (const stream of reopened) stream.leave();

  const taken = { timeout: 30_000, intervals: [100] };
  await expect.poll(() => seenCalls(server, 'tools/list').length, taken).toBeGreaterThan(refreshed);
  const takenOverMs = Math.round(performance.now() - killedAt);
  expect(survivors).toContain(await workingInstance(sql));

  isOver = true;
  const calls = await Promise.all(callers);
  for (const instance of survivors) expect([instance, calls[instance]?.failed]).toEqual([instance, 0]);
  const answered = calls.flatMap((caller) => caller.answered);
  // The killed instance may have kept to itself what it answered in its last second, and nothing else.
  const durable = answered.filter(({ at, instance }) => instance !== victim || at < killedAt - 1_000);
  const unrecorded = async () => {
    const recorded = await recordedCalls(sql, token);
    return durable.filter(({ requestId }) => !recorded.has(requestId));
  };
  await expect.poll(unrecorded, { timeout: 5_000, intervals: [200] }).toEqual([]);
  console.log(
    `killed 1 of ${cluster.products.length}: ${JSON.stringify({ created: ledger.created.length, revoked: ledger.revoked.size, calls: answered.length, durable: durable.length, takenOverMs })}`,
  );
  await sql.end();
  await cluster.startAgain(victim);
  await reckon(ledger, cluster.products[victim]?.origin ?? '');
});

/** The instance that holds the lease of the background work. */
async function workingInstance(sql: pg.Client): Promise<number> {
  const { rows } = await sql.query<{ url: string }>(
    "SELECT i.url FROM leases l JOIN instances i ON i.id = l.holder WHERE l.name = 'background'",
  );
  return cluster.products.findIndex(({ origin }) => origin === rows[0]?.url);
}

/** One call after the other, until the instance is gone or it is over. */
async function callUntil(isOver: () => boolean, instance: number, { raw }: CreatedToken) {
  const answered: { requestId: string; at: number; instance: number }[] = [];
  const request = legacyRequest('tools/call', { name: 'demo__echo', arguments: { text: 'x' } }, bearer(raw));
  while (!isOver()) {
    const answer = await send(cluster.gatewayAt(instance), request).catch(() => null);
    if (answer?.status !== 200) return { answered, failed: 1 };
    answered.push({ requestId: String(answer.headers['x-request-id']), at: performance.now(), instance });
    await pause(10);
  }
  return { answered, failed: 0 };
}

async function recordedCalls(sql: pg.Client, { id }: CreatedToken): Promise<Set<string>> {
  const { rows } = await sql.query<{ request_id: string }>('SELECT request_id FROM calls WHERE token_id = $1', [id]);
  return new Set(rows.map(({ request_id }) => request_id));
}
