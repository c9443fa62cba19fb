import type { OutgoingHttpHeaders } from 'node:http';
import type { CreatedToken, Rest } from './rest';
import { expect, test } from './test';
import {
  bearer,
  legacyRequest,
  messagesOf,
  type OpenAnswer,
  open,
  rpcOf,
  send,
  toolNames,
  type WireRequest,
} from './wire';

const version = { 'mcp-protocol-version': '2025-11-25' };

/** What a client of 2025-11-25 declares of itself, and the session that it is given. */
async function initialize({ url, raw }: CreatedToken, capabilities: object) {
  const params = { protocolVersion: '2025-11-25', capabilities, clientInfo: { name: 'session-e2e', version: '1' } };
  const answer = await send(url, legacyRequest('initialize', params, bearer(raw)));
  const id = answer.headers['mcp-session-id'];
  return { answer, id: typeof id === 'string' ? id : null };
}

const inSession = ({ raw }: CreatedToken, id: string): OutgoingHttpHeaders => ({
  ...bearer(raw),
  ...version,
  'mcp-session-id': id,
});
const get = (headers: OutgoingHttpHeaders): WireRequest => ({
  method: 'GET',
  headers: { accept: 'text/event-stream', ...headers },
});

/** The ids of a stream's events, in order. */
const eventIds = (stream: OpenAnswer) => [...stream.soFar().text.matchAll(/^id: (.+)$/gm)].map(([, id]) => String(id));
const methods = (stream: OpenAnswer) =>
  stream.soFar().text === '' ? [] : messagesOf(stream.soFar()).map(({ method }) => method);

async function workspaceWithDemo(rest: Rest, name: string) {
  const { slug } = await rest.createWorkspace(name);
  const demo = await rest.addServer(slug, { name: 'Demo', slug: 'demo', url: 'aerostack:demo' });
  return { slug, path: `/workspaces/${slug}/servers/${demo.id}` };
}

test('a client that can be asked nothing stays stateless where there is nothing to subscribe to', async ({ rest }) => {
  const { slug } = await workspaceWithDemo(rest, 'Stateless');
  const token = await rest.createToken(slug);
  const { answer, id } = await initialize(token, {});
  expect(id).toBeNull();
  expect(rpcOf(answer).result?.capabilities).toEqual({ tools: {} });
  expect((await send(token.url, get(bearer(token.raw)))).status).toBe(405);
  const list = await send(token.url, legacyRequest('tools/list', {}, bearer(token.raw)));
  expect(toolNames(list)).toContain('demo__echo');
});

for (const capability of ['elicitation', 'sampling', 'roots'] as const) {
  test(`a client that declares ${capability} gets a session, which answers like any other client`, async ({ rest }) => {
    const { slug } = await workspaceWithDemo(rest, `Session ${capability}`);
    const token = await rest.createToken(slug);
    const { answer, id } = await initialize(token, { [capability]: {} });
    expect(id).toMatch(/^[\x21-\x7e]{20,}$/);
    expect(rpcOf(answer).result?.capabilities).toEqual({ tools: { listChanged: true } });
    const headers = inSession(token, String(id));
    const initialized = { headers, body: { jsonrpc: '2.0', method: 'notifications/initialized' } };
    expect(
      (await send(token.url, { ...initialized, headers: { ...headers, 'content-type': 'application/json' } })).status,
    ).toBe(202);
    expect(toolNames(await send(token.url, legacyRequest('tools/list', {}, headers)))).toContain('demo__echo');
  });
}

test('a session is worth nothing to another token, to another workspace, and after its end', async ({ rest }) => {
  const [{ slug }, other] = [await workspaceWithDemo(rest, 'Bound'), await workspaceWithDemo(rest, 'Elsewhere')];
  const [holder, neighbour] = [await rest.createToken(slug), await rest.createToken(slug)];
  const stranger = await rest.createToken(other.slug);
  const id = String((await initialize(holder, { roots: {} })).id);
  for (const thief of [neighbour, stranger]) {
    const headers = inSession(thief, id);
    const answers = [
      await send(thief.url, legacyRequest('tools/list', {}, headers)),
      await send(thief.url, get(headers)),
      await send(thief.url, { method: 'DELETE', headers }),
    ];
    for (const answer of answers) {
      expect([answer.status, rpcOf(answer).error?.code]).toEqual([404, -32001]);
      expect(answer.text).not.toContain(id);
    }
  }
  const headers = inSession(holder, id);
  expect((await send(holder.url, legacyRequest('ping', {}, headers))).status).toBe(200);
  expect((await send(holder.url, { method: 'DELETE', headers })).status).toBe(204);
  expect((await send(holder.url, legacyRequest('ping', {}, headers))).status).toBe(404);
  expect((await send(holder.url, { method: 'DELETE', headers })).status).toBe(404);
});

test('a change of the lists is told on the GET stream once, and what was missed is fetched by Last-Event-ID', async ({
  rest,
}) => {
  const { slug, path } = await workspaceWithDemo(rest, 'Changes');
  const token = await rest.createToken(slug);
  const headers = inSession(token, String((await initialize(token, { roots: {} })).id));
  const stream = await open(token.url, get(headers));
  expect([stream.status, stream.headers['content-type']]).toEqual([200, 'text/event-stream']);
  await rest.send('PATCH', path, { enabled: false });
  await expect.poll(() => methods(stream).filter(Boolean)).toEqual(['notifications/tools/list_changed']);
  await rest.send('PATCH', path, { name: 'Demo again' });
  await rest.send('PATCH', path, { enabled: true });
  await expect.poll(() => methods(stream).filter(Boolean).length).toBe(2);

  const last = eventIds(stream).at(-2);
  const again = await open(token.url, get({ ...headers, 'last-event-id': last }));
  await stream.ended;
  await expect.poll(() => eventIds(again)).toEqual([eventIds(stream).at(-1)]);
  expect((await send(token.url, { method: 'DELETE', headers })).status).toBe(204);
  await again.ended;
});

test('a log level that does not exist is refused by name, and one that does is taken', async ({ rest }) => {
  const { slug } = await workspaceWithDemo(rest, 'Levels');
  const token = await rest.createToken(slug);
  const headers = inSession(token, String((await initialize(token, { roots: {} })).id));
  const level = (name: unknown) => send(token.url, legacyRequest('logging/setLevel', { level: name }, headers));
  expect(rpcOf(await level('error')).result).toEqual({});
  expect(rpcOf(await level('loud')).error).toMatchObject({
    code: -32602,
    message: expect.stringContaining('emergency'),
  });
});
