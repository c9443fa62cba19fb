import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Listening, ServerConnection } from './connections';
import { connectionsForEachTest } from './connections-fixture';
import type { JsonObject } from './json-object';
import { error, type Fixture, json, type Received, type Respond, result, targetOf } from './server-fixture';
import { type SessionServer, sessionServer } from './session-fixture';

const stage = connectionsForEachTest({ reconnectMs: { min: 5, max: 20 } });
const { start } = stage;
let heard: string[];
const listenings: Listening[] = [];

beforeEach(() => {
  heard = [];
});

afterEach(async () => {
  for (const listening of listenings.splice(0)) listening.close();
});

function listen(connection: ServerConnection): Listening {
  const listening = connection.listen(({ method, params }) => heard.push(`${method} ${JSON.stringify(params)}`));
  listenings.push(listening);
  return listening;
}

const changed = { method: 'notifications/tools/list_changed' };
const updated = (uri: string) => ({ method: 'notifications/resources/updated', params: { uri } });
const answerAll: Respond = ({ message }, response) => json(response, 200, result(message, {}));
const gets = (fixture: Fixture) => fixture.received.filter(({ httpMethod }) => httpMethod === 'GET');
const asked = (fixture: Fixture, method: string) => fixture.received.filter(({ message }) => message.method === method);

describe('a listener of a 2025-era server', () => {
  let server: SessionServer;
  let fixture: Fixture;
  let connection: ServerConnection;

  beforeEach(async () => {
    server = sessionServer(answerAll);
    fixture = await start(server.respond);
    connection = stage.connections.get(targetOf(fixture.url));
  });

  test('hears what the server says on its GET stream, opened for the first and closed with the last', async () => {
    const one = listen(connection);
    const two = listen(connection);
    await expect.poll(() => server.streams.size).toBe(1);
    expect(stage.connections.counts()).toMatchObject({ listeners: 2 });
    server.say(changed);
    await expect.poll(() => heard).toEqual(Array(2).fill('notifications/tools/list_changed {}'));
    one.close();
    one.close();
    server.say(changed);
    await expect.poll(() => heard.length).toBe(3);
    two.close();
    await expect.poll(() => server.streams.size).toBe(0);
    expect(gets(fixture)).toHaveLength(1);
    expect(stage.connections.counts()).toMatchObject({ listeners: 0 });
  });

  test('has its stream reopened where it broke off, in the same session', async () => {
    listen(connection);
    await expect.poll(() => server.streams.size).toBe(1);
    server.say(changed, { id: 'event-7', retry: 1 });
    await expect.poll(() => heard.length).toBe(1);
    server.streams.get('session-1')?.end();
    await expect.poll(() => gets(fixture).length).toBe(2);
    expect(gets(fixture)[1]?.headers).toMatchObject({
      'last-event-id': 'event-7',
      'mcp-session-id': 'session-1',
      accept: 'text/event-stream',
    });
    server.say(changed);
    await expect.poll(() => heard.length).toBe(2);
  });

  test('listens on in a new session when the server forgot the old one, to the same resources', async () => {
    const listening = listen(connection);
    await listening.subscribe('file:///a');
    server.forget();
    await expect.poll(() => [...server.streams.keys()]).toEqual(['session-2']);
    await expect.poll(() => asked(fixture, 'resources/subscribe').length).toBe(2);
    expect(asked(fixture, 'resources/subscribe')[1]?.headers['mcp-session-id']).toBe('session-2');
    server.say(updated('file:///a'));
    await expect.poll(() => heard).toEqual(['notifications/resources/updated {"uri":"file:///a"}']);
  });

  test('shares a subscription: the server is asked once, and told to stop by the last', async () => {
    const [one, two] = [listen(connection), listen(connection)];
    await Promise.all([one.subscribe('file:///a'), two.subscribe('file:///a'), one.subscribe('file:///a')]);
    expect(asked(fixture, 'resources/subscribe').map(({ message }) => message.params)).toEqual([{ uri: 'file:///a' }]);
    one.close();
    await two.subscribe('file:///b');
    expect(asked(fixture, 'resources/unsubscribe')).toHaveLength(0);
    await two.unsubscribe('file:///a');
    await two.unsubscribe('file:///a');
    expect(asked(fixture, 'resources/unsubscribe')).toHaveLength(1);
  });
});

test('a server that refuses a subscription is not asked for it again after a reconnect', async () => {
  const server = sessionServer(({ message }, response) => json(response, 200, error(message, -32601, 'no')));
  const fixture = await start(server.respond);
  const listening = listen(stage.connections.get(targetOf(fixture.url)));
  await expect(listening.subscribe('file:///a')).rejects.toMatchObject({ name: 'ConnectFailure', stage: 'protocol' });
  server.forget();
  await expect.poll(() => [...server.streams.keys()]).toEqual(['session-2']);
  expect(asked(fixture, 'resources/subscribe')).toHaveLength(1);
});

test('a server without a GET stream is quiet, and asked once', async () => {
  const fixture = await start(sessionServer(answerAll, { hasStream: false }).respond);
  const connection = stage.connections.get(targetOf(fixture.url));
  listen(connection);
  await expect.poll(() => gets(fixture).length).toBe(1);
  const reply = await connection.post('{"jsonrpc":"2.0","id":1,"method":"tools/list"}', {
    method: 'tools/list',
    id: 1,
  });
  expect(reply.status).toBe(200);
  expect(gets(fixture)).toHaveLength(1);
});

test('a server that is away is tried again until it is back', async () => {
  const server = sessionServer(answerAll);
  let isAway = true;
  let tries = 0;
  const fixture = await start((received, response) => {
    tries += 1;
    if (isAway) response.writeHead(500).end();
    else server.respond(received, response);
  });
  listen(stage.connections.get(targetOf(fixture.url)));
  await expect.poll(() => tries).toBeGreaterThan(2);
  isAway = false;
  await expect.poll(() => server.streams.size).toBe(1);
});

test('requests that a server makes outside of any reply are answered: ping, and nothing else', async () => {
  const server = sessionServer(answerAll);
  const fixture = await start(server.respond);
  listen(stage.connections.get(targetOf(fixture.url)));
  await expect.poll(() => server.streams.size).toBe(1);
  server.say({ id: 5, method: 'ping' });
  server.say({ id: 6, method: 'roots/list' });
  const answers = () => fixture.received.map(({ message }) => message).filter(({ method }) => method === undefined);
  await expect.poll(() => answers().filter(({ id }) => id !== undefined)).toHaveLength(2);
  expect(answers()).toContainEqual({ jsonrpc: '2.0', id: 5, result: {} });
  expect(answers()).toContainEqual(
    expect.objectContaining({ id: 6, error: expect.objectContaining({ code: -32601 }) }),
  );
});

describe('a listener of a 2026-07-28 server', () => {
  const all = { tools: { listChanged: true }, prompts: { listChanged: false }, resources: { subscribe: true } };

  /** Keeps every listen open that it is asked for, and acknowledges what it offers. */
  function listenServer(capabilities: JsonObject = all) {
    const filters: JsonObject[] = [];
    const streams: { say(message: JsonObject): void; end(): void }[] = [];
    let closed = 0;
    const respond: Respond = ({ message }: Received, response) => {
      if (message.method === 'server/discover') {
        const value = { resultType: 'complete', supportedVersions: ['2026-07-28'], capabilities };
        return json(response, 200, result(message, value));
      }
      if (message.method !== 'subscriptions/listen') return answerAll({ message } as Received, response);
      const { notifications } = message.params as { notifications: JsonObject };
      filters.push(notifications);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const say = (one: JsonObject) => {
        const params = { ...(one.params ?? {}), _meta: { 'io.modelcontextprotocol/subscriptionId': message.id } };
        response.write(`data: ${JSON.stringify({ jsonrpc: '2.0', ...one, params })}\n\n`);
      };
      say({ method: 'notifications/subscriptions/acknowledged', params: { notifications } });
      streams.push({ say, end: () => response.end() });
      response.once('close', () => {
        closed += 1;
      });
    };
    return { filters, streams, respond, closed: () => closed };
  }

  test('asks for what the server announced, and hears it without our subscription id', async () => {
    const server = listenServer();
    listen(stage.connections.get(targetOf((await start(server.respond)).url)));
    await expect.poll(() => server.filters).toEqual([{ toolsListChanged: true }]);
    server.streams[0]?.say(changed);
    await expect.poll(() => heard).toEqual(['notifications/tools/list_changed {"_meta":{}}']);
  });

  test('asks the server itself what it offers when the stored verdict was believed', async () => {
    const server = listenServer();
    const fixture = await start(server.respond);
    const connection = stage.connections.get(targetOf(fixture.url, { protocolVersion: '2026-07-28' }));
    expect(await connection.open()).toMatchObject({ asked: false, capabilities: {} });
    listen(connection);
    await expect.poll(() => server.filters).toEqual([{ toolsListChanged: true }]);
  });

  test('watches resources by asking anew, and loses nothing meanwhile', async () => {
    const server = listenServer();
    const listening = listen(stage.connections.get(targetOf((await start(server.respond)).url)));
    await expect.poll(() => server.streams.length).toBe(1);
    await listening.subscribe('file:///a');
    expect(server.filters[1]).toEqual({ toolsListChanged: true, resourceSubscriptions: ['file:///a'] });
    await expect.poll(server.closed).toBe(1);
    server.streams[1]?.say(updated('file:///a'));
    await expect.poll(() => heard).toEqual(['notifications/resources/updated {"uri":"file:///a","_meta":{}}']);
    await listening.unsubscribe('file:///a');
    expect(server.filters[2]).toEqual({ toolsListChanged: true });
  });

  test('opens a stream for a resource alone, on a server that tells of nothing else', async () => {
    const server = listenServer({ resources: { subscribe: true } });
    const fixture = await start(server.respond);
    const listening = listen(stage.connections.get(targetOf(fixture.url)));
    await expect.poll(() => asked(fixture, 'server/discover').length).toBe(1);
    expect(server.filters).toEqual([]);
    await listening.subscribe('file:///a');
    expect(server.filters).toEqual([{ resourceSubscriptions: ['file:///a'] }]);
  });

  test('is refused in words when the server does not watch resources', async () => {
    const server = listenServer({ tools: { listChanged: true } });
    const listening = listen(stage.connections.get(targetOf((await start(server.respond)).url)));
    await expect(listening.subscribe('file:///a')).rejects.toThrow('does not tell of changes');
  });

  test('has its stream reopened when the server ended it', async () => {
    const server = listenServer();
    listen(stage.connections.get(targetOf((await start(server.respond)).url)));
    await expect.poll(() => server.streams.length).toBe(1);
    server.streams[0]?.end();
    await expect.poll(() => server.streams.length).toBe(2);
  });

  test('that refuses to be listened to is quiet, and asked once', async () => {
    let listens = 0;
    const server = listenServer();
    const fixture = await start((received, response) => {
      if (received.message.method !== 'subscriptions/listen') return server.respond(received, response);
      listens += 1;
      json(response, 404, error(received.message, -32601, 'Method not found'));
    });
    const connection = stage.connections.get(targetOf(fixture.url));
    listen(connection);
    await expect.poll(() => listens).toBe(1);
    await (await connection.post('{"jsonrpc":"2.0","id":1,"method":"x"}', { method: 'x', id: 1 })).text(1_000);
    expect(listens).toBe(1);
  });
});

test('closing everything ends the streams', async () => {
  const server = sessionServer(answerAll);
  listen(stage.connections.get(targetOf((await start(server.respond)).url)));
  await expect.poll(() => server.streams.size).toBe(1);
  await stage.connections.close();
  await expect.poll(() => server.streams.size).toBe(0);
  expect(server.ended).toEqual(['session-1']);
});

test('what a server says in the stream of a call reaches those who listen, from the shared connection and from a lease', async () => {
  const fixture = await start(sessionServer(answerAll, { hasStream: false }).respond);
  const connection = stage.connections.get(targetOf(fixture.url));
  const lease = await stage.connections.lease(targetOf(fixture.url), { roots: {} }, 'owner');
  const news = { method: 'notifications/prompts/list_changed', params: { a: 1 } };
  connection.tell(news);
  lease?.connection.tell(news);
  expect(heard).toEqual([]);
  listen(connection);
  connection.tell(news);
  lease?.connection.tell(news);
  expect(heard).toEqual(Array(2).fill('notifications/prompts/list_changed {"a":1}'));
});
