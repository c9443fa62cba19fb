import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { json as answerJson, type Fixture, result, startFixture } from '../servers/server-fixture';
import { type SessionServer, sessionServer } from '../servers/session-fixture';
import { all, type GatewayOfTest, json, messages, modern, startGateway } from './gateway-fixture';

const metaKey = 'io.modelcontextprotocol/subscriptionId';

describe('a client that listens', () => {
  let server: SessionServer;
  let fixture: Fixture;
  let world: GatewayOfTest;
  beforeEach(async () => {
    server = sessionServer(({ message }, response) => answerJson(response, 200, result(message, {})));
    fixture = await startFixture(server.respond);
    world = startGateway([{ url: fixture.url, resources: ['a://1', 'a://2'] }]);
  });
  afterEach(async () => {
    await world.close();
    await fixture.close();
  });

  const listen = (notifications: unknown) => world.ask(...modern('subscriptions/listen', { notifications }));
  const updated = (uri: string) => ({ method: 'notifications/resources/updated', params: { uri } });
  const isSubscribed = (uri: string) =>
    vi.waitFor(() => {
      const found = fixture.received.some(
        ({ message }) => (message.params as { uri?: string } | undefined)?.uri === uri,
      );
      expect(found).toBe(true);
    }, 4_000);
  const nobodyListens = () =>
    vi.waitFor(() => {
      expect(world.gateway.counts()).toMatchObject({ listeners: 0, clientStreams: 0, clientSessions: 0 });
      expect(world.connections.counts().listeners).toBe(0);
    }, 4_000);

  it('hears first what is honoured, then changes under its own id, and ends with a result when its token is revoked', async () => {
    const wish = {
      toolsListChanged: true,
      promptsListChanged: true,
      resourceSubscriptions: ['a://1', 'z://none', 'a://1'],
    };
    const heard = messages(await listen(wish));
    expect((await heard.next()).value).toEqual({
      jsonrpc: '2.0',
      method: 'notifications/subscriptions/acknowledged',
      params: {
        notifications: { toolsListChanged: true, resourceSubscriptions: ['a://1', 'z://none'] },
        _meta: { [metaKey]: 'm' },
      },
    });
    await vi.waitFor(() => expect(server.streams.size).toBe(1), 4_000);
    server.say(updated('a://2'));
    server.say(updated('a://1'));
    expect((await heard.next()).value).toMatchObject({ params: { uri: 'a://1', _meta: { [metaKey]: 'm' } } });
    world.servers[0] = { url: fixture.url, resources: ['a://1', 'a://2'], tools: ['echo', 'more'] };
    world.token.revision += 1;
    expect((await heard.next()).value).toMatchObject({ method: 'notifications/tools/list_changed' });
    world.gateway.closeTokenStreams('t1');
    expect((await heard.next()).value).toMatchObject({
      id: 'm',
      result: { resultType: 'complete', _meta: { [metaKey]: 'm' } },
    });
    expect((await heard.next()).done).toBe(true);
    await nobodyListens();
  });

  it('to nothing that exists is told so, and is done', async () => {
    expect(await all(await listen({ promptsListChanged: true }))).toMatchObject([
      { params: { notifications: {} } },
      { id: 'm', result: {} },
    ]);
    await nobodyListens();
  });

  it.each([undefined, 'all', { resourceSubscriptions: 'a://1' }, { resourceSubscriptions: [7] }])(
    'to %j is refused',
    async (wish) => {
      expect(json(await listen(wish)).error.code).toBe(-32602);
      await nobodyListens();
    },
  );

  it('to very many resources waits no longer for it than for the 200 that it may have', async () => {
    const uris = Array.from({ length: 100_000 }, (_, i) => `a://${i}`);
    const asked = await listen({ resourceSubscriptions: uris });
    const first = (await messages(asked).next()).value as {
      params: { notifications: { resourceSubscriptions: string[] } };
    };
    expect(first.params.notifications.resourceSubscriptions).toHaveLength(200);
    asked.leave();
    await nobodyListens();
  });

  it('and leaves holds nothing any more', async () => {
    const asked = await listen({ toolsListChanged: true, resourceSubscriptions: ['a://1'] });
    expect(world.gateway.counts()).toMatchObject({ listeners: 1, clientStreams: 1 });
    asked.leave();
    await nobodyListens();
  });

  it('in a session hears of its resources on the general stream, and of nothing after it has unsubscribed', async () => {
    const session = { 'mcp-session-id': await world.initialize({}) };
    const subscribe = async (method: string, uri: string) =>
      json(await world.ask({ id: 1, method, params: { uri } }, session));
    expect(await subscribe('resources/subscribe', 'a://1')).toMatchObject({ result: {} });
    expect(await subscribe('resources/subscribe', 'a://2')).toMatchObject({ result: {} });
    expect((await world.ask({ id: 1, method: 'resources/subscribe', params: {} }, session)).response.status).toBe(200);
    await isSubscribed('a://2');
    const other = { 'mcp-session-id': await world.initialize({}) };
    await world.ask({ id: 1, method: 'resources/unsubscribe', params: { uri: 'a://2' } }, other);
    expect(world.gateway.counts().listeners).toBe(1);
    expect(await subscribe('resources/unsubscribe', 'a://1')).toMatchObject({ result: {} });
    await vi.waitFor(() => expect(server.streams.size).toBe(1), 4_000);
    const heard = messages(await world.get(session));
    server.say(updated('a://1'));
    server.say(updated('a://2'));
    expect((await heard.next()).value).toMatchObject(updated('a://2'));
    world.gateway.closeTokenStreams('t1');
    expect((await heard.next()).done).toBe(true);
    await nobodyListens();
  });

  it('in a session that has ended meanwhile is kept by nobody', async () => {
    const session = { 'mcp-session-id': await world.initialize({}) };
    world.token.revision += 1;
    // The catalogue is read anew for this request, and the session ends before it is there.
    world.onCatalogueRead = () => world.gateway.closeTokenStreams('t1');
    const { response } = await world.get(session);
    if (response.status === 200) expect(await all({ response, leave: () => undefined })).toEqual([]);
    await nobodyListens();
  });
});
