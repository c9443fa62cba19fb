import { randomBytes } from 'node:crypto';
import { connectClient } from './clients';
import { gate } from './fixtures/gate';
import { whyNoPostgres } from './fixtures/postgres';
import { doors, type Instances, otherDoor, startInstances } from './instances';
import { emptyLedger, reckon, writeUntilKilled } from './ledger';
import { type Door, startProduct } from './product';
import { expectOneSentence, refusal } from './refusal';
import type { CreatedToken } from './rest';
import { problem } from './shapes';
import { expect, expectNoCredentials, test } from './test';
import { bearer, legacyRequest, open, rpcOf, send, textOf, toolNames } from './wire';

/** Of the right shape, and nobody's. */
const unknownToken = 'mwt_7a3f9c1e8b4d2f6a5c0e1d2b3a49586776859403e4ccb7ee';

let database: Instances['database'];
let line: Instances['line'];
let env: Instances['env'];
let products: Instances['products'];
let rests: Instances['rests'];
let server: Instances['server'];
let slug: string;
let close: Instances['close'] | undefined;

test.beforeAll(async () => {
  test.setTimeout(90_000);
  const absence = await whyNoPostgres();
  test.skip(absence !== null, absence ?? '');
  ({ database, line, env, products, rests, server, slug, close } = await startInstances());
});
test.afterAll(() => close?.());

const urlAt = (door: Door) => `${products[door].origin}/ws/${slug}`;
const ask = (door: Door, { raw }: CreatedToken, method: string, params?: Record<string, unknown>) =>
  send(urlAt(door), legacyRequest(method, params, bearer(raw)));
const echo = (door: Door, token: CreatedToken) =>
  ask(door, token, 'tools/call', { name: 'two__echo', arguments: { text: door } });

for (const door of doors) {
  for (const kind of ['SDK v1', 'SDK v2 auto'] as const) {
    test(`${kind} lists and calls the tools of all servers through ${door} on PostgreSQL`, async () => {
      const token = await rests[otherDoor(door)].createToken(slug);
      const client = await connectClient(kind, urlAt(door), token.raw);
      const names = (await client.listTools()).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['two__echo', expect.stringMatching(/^demo__/)]));
      expect(await client.callTool('two__echo', { text: 'é 日本語' })).toMatchObject({
        content: [{ type: 'text', text: 'é 日本語' }],
      });
      await client.close();
    });
  }

  test(`a token revoked through ${door} is refused by the other instance’s very next answer`, async () => {
    const other = otherDoor(door);
    for (let round = 0; round < 5; round += 1) {
      const token = await rests[door].createToken(slug);
      expect(textOf(await echo(other, token))).toBe(other);
      expect((await rests[door].revokeToken(slug, token.id)).status).toBe(200);
      const answer = await echo(other, token);
      expect([answer.status, rpcOf(answer).error?.message]).toEqual([401, expect.stringMatching(/^Token revoked/)]);
    }
  });

  test(`a stream on the other instance ends within a second of its token’s revoke through ${door}`, async () => {
    const other = otherDoor(door);
    const [token, kept] = await Promise.all([rests[door].createToken(slug), rests[door].createToken(slug)]);
    const params = {
      name: 'two__slow',
      arguments: { gate: `elsewhere ${door}`, steps: 1 },
      _meta: { progressToken: 1 },
    };
    const call = ({ raw }: CreatedToken) => open(urlAt(other), legacyRequest('tools/call', params, bearer(raw)));
    const [stream, neighbour] = await Promise.all([call(token), call(kept)]);
    expect((await rests[door].revokeToken(slug, token.id)).status).toBe(200);
    const revokedAt = performance.now();
    await stream.ended;
    expect(performance.now() - revokedAt).toBeLessThan(1000);
    expect(rpcOf(stream.soFar())).toMatchObject({ error: { code: -32001 } });
    gate(`elsewhere ${door}:1`).open();
    await neighbour.ended;
    expect(textOf(neighbour.soFar())).toBe('done after 1 steps');
  });

  test(`a server disabled through ${door} is gone from the other instance’s very next answer`, async () => {
    const other = otherDoor(door);
    const token = await rests[door].createToken(slug);
    const added = await rests[door].addServer(slug, { name: 'Brief', slug: 'brief', url: server.url });
    const path = `/workspaces/${slug}/servers/${added.id}`;
    const names = async () => toolNames(await ask(other, token, 'tools/list'));
    expect(await names()).toContain('brief__echo');
    expect((await rests[door].send('PATCH', path, { enabled: false })).status).toBe(200);
    expect(await names()).not.toContain('brief__echo');
    expect((await rests[door].send('PATCH', path, { enabled: true })).status).toBe(200);
    expect(await names()).toContain('brief__echo');
    expect((await rests[door].send('DELETE', path)).status).toBe(204);
    expect(await names()).not.toContain('brief__echo');
  });

  test(`the last use of a token through ${door} shows on the other instance within a second`, async () => {
    const token = await rests[door].createToken(slug);
    const lastUse = async () =>
      (await rests[otherDoor(door)].send('GET', `/workspaces/${slug}/tokens/${token.id}`)).body.last_used_at;
    expect(await lastUse()).toBeNull();
    const before = Date.now();
    expect(textOf(await echo(door, token))).toBe(door);
    await expect.poll(lastUse, { timeout: 1000, intervals: [50] }).not.toBeNull();
    expect(Date.parse(String(await lastUse()))).toBeGreaterThanOrEqual(before);
  });
}

const statusAt = async (door: Door, path: string) =>
  (await send(products[door].origin + path, { method: 'GET' })).status;

/** The gateway and readiness say so within seconds, people's pages within the deadline of a query. */
async function expectAway(door: Door, token: CreatedToken): Promise<void> {
  const startedAt = performance.now();
  const listed = rests[door].send('GET', '/workspaces');
  const [ready, live, ...answers] = await Promise.all([
    send(`${products[door].origin}/readyz`, { method: 'GET' }),
    statusAt(door, '/livez'),
    echo(door, token),
    send(urlAt(door), legacyRequest('ping', undefined, bearer(unknownToken))),
    send(urlAt(door), { method: 'GET', headers: bearer(token.raw) }),
  ]);
  expect(performance.now() - startedAt).toBeLessThan(4_000);
  for (const answer of answers) {
    expect([door, answer.status]).toEqual([door, 503]);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
    expect(rpcOf(answer)).toMatchObject({ id: null, error: { code: expect.any(Number) } });
  }
  expect([door, ready.status, JSON.parse(ready.text), live]).toMatchObject([door, 503, { status: 'unavailable' }, 200]);
  const { status, body, headers } = await listed;
  expect([door, status, body]).toEqual([door, 503, problem(503, 'unavailable')]);
  expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(performance.now() - startedAt).toBeLessThan(15_000);
}

async function expectBack(door: Door, token: CreatedToken): Promise<void> {
  const soon = { timeout: 5_000, intervals: [50] };
  await expect.poll(async () => (await echo(door, token)).status, soon).toBe(200);
  await expect.poll(() => statusAt(door, '/readyz'), soon).toBe(200);
  await expect.poll(async () => (await rests[door].send('GET', '/workspaces')).status, soon).toBe(200);
}

for (const how of ['cut', 'stall'] as const) {
  test(`a database that is away (${how}) is 503 with Retry-After and never 401, and its return needs nobody`, async () => {
    const token = await rests.server.createToken(slug);
    for (const door of doors) expect(textOf(await echo(door, token))).toBe(door);
    await line[how]();
    try {
      await Promise.all(doors.map((door) => expectAway(door, token)));
    } finally {
      await line.mend();
    }
    await Promise.all(doors.map((door) => expectBack(door, token)));
  });
}

test('kill -9 while tokens are created and revoked: the other instance knows all that was acknowledged', async () => {
  const { port } = new URL(products.server.origin);
  const ledger = emptyLedger();
  const writers = [1, 2, 3, 4].map(() => writeUntilKilled(rests.server, slug, ledger));
  await expect.poll(() => ledger.revoked.size, { timeout: 20_000, intervals: [5] }).toBeGreaterThanOrEqual(20);
  products.server.signal('SIGKILL');
  expect(await products.server.exited).toBe('SIGKILL');
  await Promise.all(writers);
  await reckon(ledger, products.next.origin);
  expectNoCredentials(products.server.output());
  const { dataDir } = products.server;
  products.server = await startProduct({ door: 'server', env, dataDir, port: Number(port) });
  await reckon(ledger, products.server.origin);
});

test('without AEROSTACK_SECRET, and with another one, it refuses to start with one sentence', async () => {
  const { DATABASE_URL } = env;
  expectOneSentence(await refusal({ env: { DATABASE_URL } }), /^AEROSTACK_SECRET must be set with PostgreSQL/);
  const wrong = randomBytes(32).toString('base64');
  const refused = await refusal({ env: { DATABASE_URL, AEROSTACK_SECRET: wrong } });
  expectOneSentence(refused, /another secret than AEROSTACK_SECRET/);
  expect(refused.said.join()).not.toContain(wrong);
});

test('a PostgreSQL that is not there, and a database that is not in it, are named in one sentence', async () => {
  await line.cut();
  expectOneSentence(await refusal({ env }), /PostgreSQL at 127\.0\.0\.1:\d+ cannot be reached/);
  await line.mend();
  const unknown = { ...env, DATABASE_URL: `${database.url}_x` };
  expectOneSentence(await refusal({ env: unknown }), /has no database aerostack_e2e_\w+_x/);
});
