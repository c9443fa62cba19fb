import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type PersonCtx, type Stage, setStage } from '../access/test-stage';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { createLog } from '../log';
import { type Connections, createConnections, type ServerConnection } from './connections';
import { createServer } from './create-server';
import { deleteServer } from './delete-server';
import type { JsonObject } from './json-object';
import { listTools } from './list-tools';
import { type Fixture, json, legacyServer, loopbackGuard, result, startFixture } from './server-fixture';
import { sessionServer } from './session-fixture';
import { updateServer } from './update-server';
import { watchServers } from './watch-servers';

type Listener = Parameters<ServerConnection['listen']>[0];

/** Real connections whose streams are held by the test: what is heard, and who listens to which address. */
function withHeldStreams(connections: Connections) {
  const listeners = new Map<Listener, string>();
  const held = new WeakSet<ServerConnection>();
  const hold: Connections = {
    ...connections,
    get(target) {
      const connection = connections.get(target);
      if (held.has(connection)) return connection;
      held.add(connection);
      connection.listen = (listener) => {
        listeners.set(listener, target.url);
        return {
          subscribe: async () => undefined,
          unsubscribe: async () => undefined,
          close: () => void listeners.delete(listener),
        };
      };
      return connection;
    },
  };
  return {
    connections: hold,
    heardBy: () => [...listeners.values()].sort(),
    say(url: string, method: string) {
      for (const [listener, heard] of listeners) if (heard === url) listener({ method, params: {} });
    },
  };
}

/** For a machine that has much else to do. */
const patience = { timeout: 15_000 };

describe.each(testDatabases)('watching servers on $provider', ({ open }) => {
  let database: TestDatabase;
  let stage: Stage;
  let owner: PersonCtx;
  let streams: ReturnType<typeof withHeldStreams>;
  let watching: { stop(): Promise<void> };
  let workspaces = 0;
  const fixtures: Fixture[] = [];

  beforeAll(async () => {
    database = await open();
    stage = setStage(database);
    streams = withHeldStreams(createConnections({ guard: loopbackGuard(), version: '1.0.0' }));
    stage.parts.connections = streams.connections;
    owner = await stage.person('Owner');
    watching = watchServers({ ...stage.parts, log: createLog('silent') });
  });
  afterEach(async () => {
    await Promise.all(fixtures.splice(0).map((fixture) => fixture.close()));
  });
  afterAll(async () => {
    await watching.stop();
    await stage.parts.connections.close();
    await database.drop();
  });

  const workspace = () => {
    workspaces += 1;
    return stage.workspace(`ws-${workspaces}`, [[owner, 'owner']]);
  };

  async function serving(tools: string[], capabilities: JsonObject = { tools: { listChanged: true } }) {
    const fixture = await startFixture(
      legacyServer(
        ({ message }, response) => {
          const list = tools.map((name) => ({ name, inputSchema: { type: 'object' } }));
          json(response, 200, result(message, { tools: list }));
        },
        undefined,
        capabilities,
      ),
    );
    fixtures.push(fixture);
    return fixture;
  }

  it('a server that says that its tools changed is read again at once, and once for many words', async () => {
    const { slug } = await workspace();
    const tools = ['one'];
    const fixture = await serving(tools);
    await createServer(owner, slug, { name: 'Says', url: fixture.url });
    await expect.poll(streams.heardBy, patience).toEqual([fixture.url]);
    const names = async () => (await listTools(owner, slug, {})).tools.map(({ name }) => name);
    tools.push('two');
    const before = fixture.received.length;
    streams.say(fixture.url, 'notifications/message');
    for (let i = 0; i < 20; i += 1) streams.say(fixture.url, 'notifications/tools/list_changed');
    await expect.poll(names, patience).toEqual(['says__one', 'says__two']);
    expect(fixture.received.length - before).toBe(1);
  });

  it('who announced nothing is not listened to', async () => {
    const { slug } = await workspace();
    const quiet = await serving(['listChanged'], {
      tools: {},
      x: { listChanged: true },
      prompts: { listChanged: false },
    });
    const telling = await serving([], { tools: {}, resources: { listChanged: true } });
    await createServer(owner, slug, { name: 'Quiet', url: quiet.url });
    await createServer(owner, slug, { name: 'Telling', url: telling.url });
    await expect.poll(streams.heardBy, patience).toContain(telling.url);
    expect(streams.heardBy()).not.toContain(quiet.url);
  });

  it('edits, switches and removals are followed', async () => {
    const { slug } = await workspace();
    const [first, second] = [await serving(['one']), await serving(['one'])];
    const heard = () => streams.heardBy().filter((url) => url === first.url || url === second.url);
    const { id } = await createServer(owner, slug, { name: 'Followed', url: first.url });
    await expect.poll(heard, patience).toEqual([first.url]);
    await updateServer(owner, slug, id, { url: second.url });
    await expect.poll(heard, patience).toEqual([second.url]);
    await updateServer(owner, slug, id, { enabled: false });
    await expect.poll(heard, patience).toEqual([]);
    await updateServer(owner, slug, id, { enabled: true });
    await expect.poll(heard, patience).toEqual([second.url]);
    await deleteServer(owner, slug, id);
    await expect.poll(heard, patience).toEqual([]);
  });

  it('stopping ends every stream and forgets what was about to be read', async () => {
    const { slug } = await workspace();
    const fixture = await serving(['one']);
    await createServer(owner, slug, { name: 'Last', url: fixture.url });
    const other = watchServers({ ...stage.parts, log: createLog('silent') });
    const count = () => streams.heardBy().filter((url) => url === fixture.url).length;
    await expect.poll(count, patience).toBe(2);
    await other.stop();
    expect(count()).toBe(1);
    expect(stage.parts.connections.changes.size).toBe(1);
  });
});

describe.each(testDatabases)('watching real streams on $provider', ({ open }) => {
  const names = async (owner: PersonCtx) => (await listTools(owner, 'acme', {})).tools.map(({ name }) => name);

  /** Everything real, from the server's stream to the row; `work` ends with the servers still there. */
  async function watch(work: (owner: PersonCtx) => Promise<void>): Promise<void> {
    const database = await open();
    const stage = setStage(database);
    const owner = await stage.person('Owner');
    await stage.workspace('acme', [[owner, 'owner']]);
    const watching = watchServers({ ...stage.parts, log: createLog('silent') });
    try {
      await work(owner);
      expect(stage.parts.connections.counts().listeners).toBe(1);
    } finally {
      await watching.stop();
      expect(stage.parts.connections.counts().listeners).toBe(0);
      await stage.parts.connections.close();
      await database.drop();
    }
  }

  it('a change told on the GET stream of a 2025-11-25 session is served soon after', async () => {
    const tools = ['one'];
    const server = sessionServer(({ message }, response) => {
      const list = tools.map((name) => ({ name, inputSchema: { type: 'object' } }));
      json(response, 200, result(message, { tools: list, resources: [], resourceTemplates: [] }));
    });
    const fixture = await startFixture(server.respond);
    await watch(async (owner) => {
      await createServer(owner, 'acme', { name: 'Session', url: fixture.url });
      await expect.poll(() => server.streams.size, patience).toBe(1);
      tools.push('two');
      server.say({ method: 'notifications/tools/list_changed' });
      await expect.poll(() => names(owner), patience).toEqual(['session__one', 'session__two']);
    });
    await fixture.close();
  });

  it('a change told to subscriptions/listen by the official 2026-07-28 server is served soon after', async () => {
    const tools = ['one'];
    const handler = createMcpHandler(() => {
      const server = new McpServer({ name: 'official-v2', version: '2.4.0' });
      for (const name of tools) server.registerTool(name, { inputSchema: z.object({}) }, () => ({ content: [] }));
      return server;
    });
    const http = createHttpServer(toNodeHandler(handler));
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`;
    await watch(async (owner) => {
      await createServer(owner, 'acme', { name: 'Modern', url });
      tools.push('two');
      const afterWord = () => {
        handler.notify.toolsChanged();
        return names(owner);
      };
      await expect.poll(afterWord, patience).toEqual(['modern__one', 'modern__two']);
    });
    http.close();
    http.closeAllConnections();
  });
});
