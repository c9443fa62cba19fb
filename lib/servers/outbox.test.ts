import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ConnectFailure } from './connect-failure';
import { type Connections, createConnections } from './connections';
import { Outbox } from './outbox';
import { type Fixture, json, loopbackGuard, result, startFixture, targetOf } from './server-fixture';
import { sessionServer } from './session-fixture';

let connections: Connections;
let fixture: Fixture;

beforeEach(() => {
  connections = createConnections({ guard: loopbackGuard(), version: '1.2.3' });
});

afterEach(async () => {
  await fixture?.close();
  await connections.close();
});

test('holds so many messages and so many characters, but always one', () => {
  const outbox = new Outbox();
  expect(outbox.enter(100 * 1024 * 1024)).toBe(true);
  expect(outbox.enter(1)).toBe(false);
  outbox.leave(100 * 1024 * 1024);
  expect(Array.from({ length: 257 }, () => outbox.enter(1)).filter(Boolean)).toHaveLength(256);
});

test('a server that asks on its GET stream without end, and takes no answer, gets no more than that', async () => {
  const server = sessionServer(({ message }, response) => json(response, 200, result(message, {})));
  fixture = await startFixture((received, response) => {
    // Answers have no method; this server leaves them lying.
    if (received.httpMethod !== 'POST' || received.message.method !== undefined) server.respond(received, response);
  });
  const lease = await connections.lease(targetOf(fixture.url), { roots: {} }, 'owner');
  if (lease === null) throw new Error('the server keeps no sessions');
  const refused: ConnectFailure[] = [];
  let heard = 0;
  lease.onMessage = ({ id, method }) => {
    heard += 1;
    const message = JSON.stringify({ jsonrpc: '2.0', id, result: {} });
    lease.connection
      .post(message, { method: String(method) })
      .catch((failure: ConnectFailure) => refused.push(failure));
  };
  const questions = 400;
  for (let id = 0; id < questions; id += 1) server.say({ id, method: 'roots/list' });
  await expect.poll(() => heard).toBe(questions);
  await expect.poll(() => refused.length).toBe(questions - 256);
  expect(refused[0]).toMatchObject({ stage: 'closed', ran: 'never' });
  const reply = await lease.connection.post('{"jsonrpc":"2.0","id":1,"method":"x"}', { method: 'x', id: 1 });
  expect(reply.status).toBe(200);
});
