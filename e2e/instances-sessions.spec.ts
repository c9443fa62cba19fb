import { randomBytes } from 'node:crypto';
import { startConfirming } from './fixtures/confirming-server';
import { type FixtureServer, seenCalls } from './fixtures/http-host';
import { startLinking } from './fixtures/linking-server';
import { whyNoPostgres } from './fixtures/postgres';
import { doors, type Instances, otherDoor, startInstances } from './instances';
import { type Door, removeInstallation, startProduct } from './product';
import type { CreatedToken } from './rest';
import { expect, test } from './test';
import { bearer, legacyRequest, messagesOf, modernRequest, open, type RpcMessage, rpcOf, send, textOf } from './wire';

/** Two instances that share a database and nothing else; every client here comes back to the one where it did not begin. */
let instances: Instances;
let confirming: FixtureServer | undefined;
let slug: string;

test.beforeAll(async () => {
  test.setTimeout(90_000);
  const absence = await whyNoPostgres();
  test.skip(absence !== null, absence ?? '');
  [instances, confirming] = await Promise.all([startInstances(), startConfirming()]);
  ({ slug } = instances);
  await instances.rests.server.addServer(slug, { name: 'Old', slug: 'old', url: confirming.url });
});
test.afterAll(async () => {
  await confirming?.close();
  await instances?.close();
});

const urlAt = (door: Door) => `${instances.products[door].origin}/ws/${slug}`;
const newToken = () => instances.rests.server.createToken(slug);
const version = { 'mcp-protocol-version': '2025-11-25' };

async function initialize(door: Door, { raw }: CreatedToken) {
  const params = {
    protocolVersion: '2025-11-25',
    capabilities: { elicitation: { form: {} } },
    clientInfo: { name: 'instances-e2e', version: '1' },
  };
  const { headers } = await send(urlAt(door), legacyRequest('initialize', params, bearer(raw)));
  return { ...bearer(raw), ...version, 'mcp-session-id': String(headers['mcp-session-id']) };
}

const events = (headers: object) => ({ method: 'GET', headers: { accept: 'text/event-stream', ...headers } });
const json = { 'content-type': 'application/json' };
const confirm = { name: 'old__confirm', arguments: {} };

/** Waits for the question that a call's stream carries. */
async function questionOn(call: Awaited<ReturnType<typeof open>>): Promise<RpcMessage> {
  const asked = () => messagesOf(call.soFar()).find(({ method }) => method === 'elicitation/create');
  await expect.poll(asked).toBeDefined();
  return asked() as RpcMessage;
}

for (const door of doors) {
  const other = otherDoor(door);

  test(`a question that was asked through ${door} is answered through the other instance`, async () => {
    const headers = await initialize(door, await newToken());
    const call = await open(urlAt(door), legacyRequest('tools/call', confirm, headers));
    const { id } = await questionOn(call);
    const body = { jsonrpc: '2.0', id, result: { action: 'accept', content: { ok: true } } };
    expect((await send(urlAt(other), { headers: { ...headers, ...json }, body })).status).toBe(202);
    await call.ended;
    expect(textOf(call.soFar())).toBe('accept {"ok":true}');
  });

  test(`a call in a session of ${door} is asked, answered and finished through the other instance`, async () => {
    const headers = await initialize(door, await newToken());
    const call = await open(urlAt(other), legacyRequest('tools/call', confirm, headers));
    const { id } = await questionOn(call);
    const body = { jsonrpc: '2.0', id, result: { action: 'decline' } };
    expect((await send(urlAt(door), { headers: { ...headers, ...json }, body })).status).toBe(202);
    await call.ended;
    expect(textOf(call.soFar())).toContain('decline');
  });

  test(`what a stream of ${door} was about to say is fetched by Last-Event-ID through the other instance`, async () => {
    const headers = await initialize(door, await newToken());
    const call = await open(urlAt(door), legacyRequest('tools/call', confirm, headers));
    const { id } = await questionOn(call);
    const last = [...call.soFar().text.matchAll(/^id: (.+)$/gm)].at(-1)?.[1];
    call.leave();
    const body = { jsonrpc: '2.0', id, result: { action: 'accept', content: { ok: true } } };
    await send(urlAt(door), { headers: { ...headers, ...json }, body });
    const again = await open(urlAt(other), events({ ...headers, 'last-event-id': last }));
    await again.ended;
    expect(textOf(again.soFar())).toBe('accept {"ok":true}');
  });

  test(`a session of ${door} that is ended through the other instance is over on both`, async () => {
    const headers = await initialize(door, await newToken());
    expect((await send(urlAt(other), { method: 'DELETE', headers })).status).toBe(204);
    for (const each of doors) {
      expect((await send(urlAt(each), legacyRequest('ping', {}, headers))).status).toBe(404);
    }
  });

  test(`a listening session of ${door} hears through the other instance of changes, and its end within a second of a revocation there`, async () => {
    const token = await newToken();
    const headers = await initialize(door, token);
    const stream = await open(urlAt(other), events(headers));
    const added = await instances.rests[door].addServer(slug, { name: 'Extra', url: 'aerostack:demo' });
    await expect.poll(() => stream.soFar().text).toContain('notifications/tools/list_changed');
    await instances.rests[door].send('DELETE', `/workspaces/${slug}/servers/${added.id}`);
    await instances.rests[other].revokeToken(slug, token.id);
    const revokedAtMs = Date.now();
    await stream.ended;
    expect(Date.now() - revokedAtMs).toBeLessThan(1_000);
  });

  test(`a call of a 2026-07-28 client that waits in ${door} goes on through the other instance, and runs once`, async () => {
    const token = await newToken();
    const ask = (at: Door, more: object) => {
      const overrides = { meta: { clientCapabilities: { elicitation: { form: {} } } }, headers: bearer(token.raw) };
      return send(urlAt(at), modernRequest('tools/call', { ...confirm, ...more }, overrides));
    };
    const before = seenCalls(confirming as FixtureServer).length;
    const { result } = rpcOf(await ask(door, {}));
    const [key = ''] = Object.keys((result?.inputRequests ?? {}) as object);
    const inputResponses = { [key]: { action: 'accept', content: { ok: true } } };
    const done = await ask(other, { inputResponses, requestState: result?.requestState });
    expect(textOf(done)).toBe('accept {"ok":true}');
    expect(seenCalls(confirming as FixtureServer)).toHaveLength(before + 1);
  });

  test(`what is handed on from ${door} counts once against the rate, and comes back under one request id`, async () => {
    const headers = await initialize(door, await newToken());
    const answer = await send(urlAt(other), legacyRequest('ping', {}, headers));
    expect(answer.status).toBe(200);
    expect(answer.headers['x-ratelimit-limit']).toBe('120');
    expect(answer.headers['x-request-id']).toMatch(/\S/);
  });
}

const startThird = () => startProduct({ env: { ...instances.env, DATABASE_URL: instances.database.url } });

test('a link that a tool gave through one instance can be followed through any other, whichever that asks first', async () => {
  const third = await startThird();
  const origins = [...doors.map((door) => instances.products[door].origin), third.origin];
  for (const [n, giver] of origins.entries()) {
    const schemes = [`one-${n}`, `two-${n}`];
    const servers = await Promise.all(schemes.map(startLinking));
    const { slug: place } = await instances.rests.server.createWorkspace(`Links ${n}`);
    for (const [at, { url }] of servers.entries()) {
      await instances.rests.server.addServer(place, { name: `L${at}`, slug: `l${at}`, url });
    }
    const { raw } = await instances.rests.server.createToken(place);
    const ask = (origin: string, method: string, params: Record<string, unknown>) =>
      send(`${origin}/ws/${place}`, legacyRequest(method, params, bearer(raw)));
    const uri = `two-${n}:///made`;
    const readers = origins.filter((origin) => origin !== giver);
    for (const reader of readers) expect(rpcOf(await ask(reader, 'resources/read', { uri })).error?.code).toBe(-32002);
    const { result } = rpcOf(await ask(giver, 'tools/call', { name: 'l1__link', arguments: {} }));
    expect(result?.content).toMatchObject([{ uri }]);
    for (const reader of readers) {
      const read = () => ask(reader, 'resources/read', { uri }).then((answer) => rpcOf(answer).result);
      // One that has just started is known to the others within two seconds.
      await expect.poll(read).toEqual({ contents: [{ uri, text: `made by two-${n}` }] });
    }
    await Promise.all(servers.map((server) => server.close()));
  }
  await third.stop();
  await removeInstallation(third);
});

test('a session goes on, with the same id, where the instance that began it was killed', async () => {
  const third = await startThird();
  const token = await newToken();
  const params = { protocolVersion: '2025-11-25', capabilities: { elicitation: { form: {} } } };
  const info = { clientInfo: { name: 'instances-e2e', version: '1' } };
  const begun = await send(
    `${third.origin}/ws/${slug}`,
    legacyRequest('initialize', { ...params, ...info }, bearer(token.raw)),
  );
  const headers = { ...bearer(token.raw), ...version, 'mcp-session-id': String(begun.headers['mcp-session-id']) };
  expect((await send(urlAt('next'), legacyRequest('ping', {}, headers))).status).toBe(200);
  third.signal('SIGKILL');
  await third.exited;
  const call = await open(urlAt('server'), legacyRequest('tools/call', confirm, headers));
  const { id } = await questionOn(call);
  const body = { jsonrpc: '2.0', id, result: { action: 'accept', content: { ok: true } } };
  expect((await send(urlAt('next'), { headers: { ...headers, ...json }, body })).status).toBe(202);
  await call.ended;
  expect(textOf(call.soFar())).toBe('accept {"ok":true}');
});

test('nobody but an instance can say that it hands a request on', async () => {
  const token = await newToken();
  for (const slip of ['v1.made.up', randomBytes(64).toString('base64url'), 'x'.repeat(5_000)]) {
    const headers = { ...bearer(token.raw), 'x-aerostack-relay': slip };
    const answer = await send(urlAt('server'), legacyRequest('ping', {}, headers));
    // Counted and answered like any other.
    expect([answer.status, answer.headers['x-ratelimit-limit']]).toEqual([200, '120']);
  }
});
