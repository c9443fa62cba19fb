import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectFailure } from './connect-failure';
import { type Connections, createConnections, type RequestHold, type ServerConnection } from './connections';
import { readAnswer } from './read-answer';
import { type Fixture, json, legacyServer, loopbackGuard, result, startFixture, targetOf } from './server-fixture';
import { sessionServer } from './session-fixture';

let connections: Connections;
let fixture: Fixture;
/** Calls that the server has not answered yet, by id. */
const unanswered = new Map<unknown, ServerResponse>();

beforeEach(() => {
  connections = createConnections({ guard: loopbackGuard(), version: '1.2.3' });
  unanswered.clear();
});

afterEach(async () => {
  await connections.close();
  await fixture.close();
});

async function connect(waits = {}): Promise<ServerConnection> {
  fixture = await startFixture(legacyServer(({ message }, response) => void unanswered.set(message.id, response)));
  const connection = connections.get(targetOf(fixture.url, waits));
  await connection.open();
  return connection;
}

const finish = (id: string) => json(unanswered.get(id) as ServerResponse, 200, result({ id }, { ok: true }));

interface Sent {
  request: RequestHold;
  answer: Promise<unknown>;
}

/** A call that the server has received. */
async function send(connection: ServerConnection, id: string, signal?: AbortSignal): Promise<Sent> {
  let request: RequestHold | null = null;
  const message = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call' });
  const answer = connection
    .post(message, {
      method: 'tools/call',
      id,
      onStarted: (started) => {
        request = started;
      },
      ...(signal === undefined ? {} : { signal }),
    })
    .then(async (reply) => (await readAnswer(reply, id, 10_000))?.message.result)
    .catch((failure: ConnectFailure) => failure.stage);
  await expect.poll(() => unanswered.has(id)).toBe(true);
  if (request === null) throw new Error('nobody was told');
  return { request, answer };
}

test('a request can be held before its answer begins, and its clocks start anew afterwards', async () => {
  const connection = await connect({ timeoutMs: 100, totalTimeoutMs: 200 });
  const held = await send(connection, 'held');
  held.request.hold();
  const other = await send(connection, 'other');
  expect(await other.answer).toBe('timeout');
  const another = await send(connection, 'another');
  expect(await another.answer).toBe('timeout');
  finish('held');
  expect(await held.answer).toEqual({ ok: true });
  const resumed = await send(connection, 'resumed');
  resumed.request.hold();
  resumed.request.resume();
  expect(await resumed.answer).toBe('timeout');
});

test('requests that are held take no places from others, and need not wait for one to go on', async () => {
  const connection = await connect({ concurrencyMax: 2 });
  const held = [await send(connection, 'a'), await send(connection, 'b')];
  for (const { request } of held) request.hold();
  const others = [await send(connection, 'c'), await send(connection, 'd')];
  for (const { request } of held) request.resume();
  for (const id of ['a', 'b', 'c', 'd']) finish(id);
  for (const { answer } of [...held, ...others]) expect(await answer).toEqual({ ok: true });
});

test.each([
  [
    'held twice and resumed twice',
    (request: RequestHold) => [request.hold(), request.hold(), request.resume(), request.resume()],
  ],
  ['held to its end', (request: RequestHold) => [request.hold()]],
  ['never held but resumed', (request: RequestHold) => [request.resume()]],
])('a request that was %s leaves as many places as there were', async (_how, handle) => {
  const connection = await connect({ concurrencyMax: 1 });
  const first = await send(connection, 'first');
  handle(first.request);
  finish('first');
  expect(await first.answer).toEqual({ ok: true });
  // Too late to change anything.
  first.request.hold();
  first.request.resume();
  const second = await send(connection, 'second');
  const third = connection.post('{"jsonrpc":"2.0","id":"third","method":"tools/call"}', {
    method: 'tools/call',
    id: 'third',
    timeoutMs: 50,
  });
  await expect(third).rejects.toMatchObject({ stage: 'timeout', ran: 'never' });
  finish('second');
  expect(await second.answer).toEqual({ ok: true });
});

test('a request that is cancelled while it is held leaves its place once', async () => {
  const connection = await connect({ concurrencyMax: 1 });
  const aborter = new AbortController();
  const held = await send(connection, 'held', aborter.signal);
  held.request.hold();
  aborter.abort();
  expect(await held.answer).toBe('closed');
  const next = await send(connection, 'next');
  finish('next');
  expect(await next.answer).toEqual({ ok: true });
  expect(connections.counts()).toMatchObject({ requestsUnderWay: 0 });
});

test('what is held before its stream begins is held in the stream, too', async () => {
  const server = sessionServer(({ message }, response) => void unanswered.set(message.id, response));
  fixture = await startFixture(server.respond);
  const connection = connections.get(targetOf(fixture.url, { timeoutMs: 100, concurrencyMax: 1 }));
  await connection.open();
  const held = await send(connection, 'held');
  held.request.hold();
  unanswered.get('held')?.writeHead(200, { 'content-type': 'text/event-stream' }).write('id: 1\nretry: 10\ndata:\n\n');
  expect(await (await send(connection, 'other')).answer).toBe('timeout');
  unanswered.get('held')?.end(`data: ${JSON.stringify(result({ id: 'held' }, { ok: true }))}\n\n`);
  expect(await held.answer).toEqual({ ok: true });
});
