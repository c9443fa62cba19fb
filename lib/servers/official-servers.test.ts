import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as LegacyMcpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { type EventStore, StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { type JSONRPCMessage, SubscribeRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ownEnvelope } from '../mcp-protocol';
import { type Connections, createConnections, type ServerConnection, type ServerTarget } from './connections';
import { listKinds } from './list-kinds';
import { readAnswer } from './read-answer';
import { readList } from './read-list';
import { loopbackGuard, targetOf } from './server-fixture';

const started: { close(): void }[] = [];
let connections: Connections | undefined;

afterEach(async () => {
  await connections?.close();
  for (const one of started.splice(0)) one.close();
});

async function serve(listener: RequestListener): Promise<ServerConnection> {
  const target = await serveTarget(listener);
  return (connections as Connections).get(target);
}

async function serveTarget(listener: RequestListener): Promise<ServerTarget> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  started.push({ close: () => server.close().closeAllConnections() });
  connections = createConnections({ guard: loopbackGuard(), version: '1.0.0' });
  return targetOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`);
}

const echo = { description: 'Says it again.', inputSchema: z.object({ text: z.string() }) };
const say = ({ text }: { text: string }) => ({ content: [{ type: 'text' as const, text }] });

function dualServer(): McpServer {
  const server = new McpServer({ name: 'official-v2', version: '2.4.0' }, { instructions: 'Echo.' });
  server.registerTool('echo', echo, say);
  return server;
}

const list = (connection: ServerConnection) =>
  readList(connection, listKinds.tool, { version: '1.0.0', hasCredentials: false, signal: AbortSignal.timeout(5_000) });

async function callEcho(connection: ServerConnection, text: string): Promise<unknown> {
  const _meta = connection.era === 'modern' ? ownEnvelope('1.0.0') : undefined;
  const params = { name: 'echo', arguments: { text }, _meta };
  const message = JSON.stringify({ jsonrpc: '2.0', id: text, method: 'tools/call', params });
  const reply = await connection.post(message, { method: 'tools/call', name: 'echo' });
  return (await readAnswer(reply, text, 100_000))?.message.result;
}

test('the official v2 server is opened as 2026-07-28, listed and called', async () => {
  const connection = await serve(toNodeHandler(createMcpHandler(dualServer)));
  expect(await connection.open()).toMatchObject({
    era: 'modern',
    protocolVersion: '2026-07-28',
    serverInfo: { name: 'official-v2' },
    instructions: 'Echo.',
  });
  expect(await list(connection)).toMatchObject({ leftOut: 0, entries: [{ name: 'echo' }] });
  expect(await callEcho(connection, 'hello')).toMatchObject({ content: [{ type: 'text', text: 'hello' }] });
});

function legacyEcho(): LegacyMcpServer {
  const server = new LegacyMcpServer({ name: 'official-v1', version: '1.32.2' });
  server.registerTool('echo', { description: echo.description, inputSchema: { text: z.string() } }, say);
  return server;
}

/** As the v1 documentation writes it: one transport per session, unknown sessions refused. */
function sessionServer(
  build: () => LegacyMcpServer = legacyEcho,
  options: { eventStore?: EventStore; retryInterval?: number } = {},
) {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  const listener: RequestListener = async (request, response) => {
    const body = await readJson(request);
    const known = sessions.get(String(request.headers['mcp-session-id']));
    if (known !== undefined) return known.handleRequest(request, response, body);
    if (request.headers['mcp-session-id'] !== undefined) {
      response.writeHead(404, { 'content-type': 'application/json' });
      return void response.end('{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}');
    }
    const transport = new StreamableHTTPServerTransport({
      ...options,
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    const server = build();
    await server.connect(transport as Parameters<typeof server.connect>[0]);
    return transport.handleRequest(request, response, body);
  };
  return { sessions, listener };
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return chunks.length === 0 ? undefined : JSON.parse(Buffer.concat(chunks).toString());
}

test('the official v1 server with sessions is opened as 2025-11-25, and a lost session is replaced', async () => {
  const { sessions, listener } = sessionServer();
  const connection = await serve((request, response) => void listener(request, response));
  expect(await connection.open()).toMatchObject({
    era: 'legacy',
    protocolVersion: '2025-11-25',
    serverInfo: { name: 'official-v1' },
  });
  expect(await callEcho(connection, 'hello')).toMatchObject({ content: [{ type: 'text', text: 'hello' }] });
  sessions.clear();
  expect(await list(connection)).toMatchObject({ leftOut: 0, entries: [{ name: 'echo' }] });
  expect(connection.era).toBe('legacy');
  expect(sessions.size).toBe(1);
});

test('the official v1 server without sessions is opened, listed and called', async () => {
  const connection = await serve(async (request, response) => {
    const server = legacyEcho();
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await server.connect(transport as Parameters<typeof server.connect>[0]);
    await transport.handleRequest(request, response, await readJson(request));
  });
  expect(await connection.open()).toMatchObject({ era: 'legacy' });
  expect(await list(connection)).toMatchObject({ entries: [{ name: 'echo' }] });
  expect(await callEcho(connection, 'again')).toMatchObject({ content: [{ text: 'again' }] });
});

/** Asks the client in the middle of a call, outside of the call's own stream, as background work of a server does. */
function askingServer(): LegacyMcpServer {
  const server = legacyEcho();
  server.registerTool('ask', { inputSchema: {} }, async () => {
    const requestedSchema = { type: 'object' as const, properties: { ok: { type: 'boolean' as const } } };
    const { action } = await server.server.elicitInput({ message: 'Really?', requestedSchema });
    return say({ text: action });
  });
  return server;
}

test('the official v1 server asks through a lease, and the answer reaches its call', async () => {
  const { listener } = sessionServer(askingServer);
  const target = await serveTarget((request, response) => void listener(request, response));
  const lease = await (connections as Connections).lease(target, { elicitation: {} }, 'owner');
  if (lease === null) throw new Error('the server keeps no sessions');
  lease.onMessage = ({ id, method }) => {
    const answer = JSON.stringify({ jsonrpc: '2.0', id, result: { action: 'decline' } });
    if (method === 'elicitation/create')
      void lease.connection.post(answer, { method }).then((reply) => reply.discard());
  };
  const message = '{"jsonrpc":"2.0","id":"a","method":"tools/call","params":{"name":"ask","arguments":{}}}';
  const reply = await lease.connection.post(message, { method: 'tools/call', name: 'ask', id: 'a' });
  const answer = await readAnswer(reply, 'a', 100_000);
  expect(answer?.message.result).toMatchObject({ content: [{ text: 'decline' }] });
});

test('the official v1 server is heard on its GET stream, and watched for a resource', async () => {
  const built: LegacyMcpServer[] = [];
  const { listener } = sessionServer(() => {
    const server = legacyEcho();
    server.server.registerCapabilities({ resources: { subscribe: true } });
    server.server.setRequestHandler(SubscribeRequestSchema, async () => ({}));
    built.push(server);
    return server;
  });
  const target = await serveTarget((request, response) => void listener(request, response));
  const heard: string[] = [];
  const listening = (connections as Connections).get(target).listen(({ method }) => heard.push(method));
  await listening.subscribe('file:///a');
  await built.at(-1)?.server.sendToolListChanged();
  await built.at(-1)?.server.sendResourceUpdated({ uri: 'file:///a' });
  await expect.poll(() => heard).toEqual(['notifications/tools/list_changed', 'notifications/resources/updated']);
  listening.close();
});

test('the official v2 server is heard through subscriptions/listen, and watched for a resource', async () => {
  const handler = createMcpHandler(() => {
    const server = dualServer();
    server.registerResource('a', 'file:///a', {}, async () => ({ contents: [] }));
    server.server.registerCapabilities({ resources: { subscribe: true } });
    return server;
  });
  const connection = await serve(toNodeHandler(handler));
  const heard: string[] = [];
  const listening = connection.listen(({ method, params }) => heard.push(`${method} ${params.uri ?? ''}`.trim()));
  await listening.subscribe('file:///a');
  handler.notify.toolsChanged();
  handler.notify.resourceUpdated('file:///a');
  handler.notify.resourceUpdated('file:///b');
  handler.notify.promptsChanged();
  handler.notify.toolsChanged();
  await expect
    .poll(() => heard)
    .toEqual([
      'notifications/tools/list_changed',
      'notifications/resources/updated file:///a',
      'notifications/tools/list_changed',
    ]);
  listening.close();
});

/** As the SDK wants one; its own example orders the events of one millisecond by chance. */
function eventStore(): EventStore {
  const events: { streamId: string; message: JSONRPCMessage }[] = [];
  return {
    storeEvent: async (streamId, message) => `${events.push({ streamId, message }) - 1}`,
    getStreamIdForEventId: async (eventId) => events[Number(eventId)]?.streamId,
    async replayEventsAfter(lastEventId, { send }) {
      const streamId = events[Number(lastEventId)]?.streamId ?? '';
      for (const [id, event] of events.entries()) {
        if (id > Number(lastEventId) && event.streamId === streamId) await send(`${id}`, event.message);
      }
      return streamId;
    },
  };
}

test('the official v1 server may hang up in the middle of a call: the answer is fetched where it broke off, nothing runs twice', async () => {
  let ran = 0;
  const build = () => {
    const server = legacyEcho();
    server.registerTool('poll', { inputSchema: {} }, async (_args, { closeSSEStream, sendNotification, _meta }) => {
      ran += 1;
      const progressToken = _meta?.progressToken ?? 0;
      await sendNotification({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
      closeSSEStream?.();
      await sendNotification({ method: 'notifications/progress', params: { progressToken, progress: 2 } });
      return say({ text: 'polled' });
    });
    return server;
  };
  const { listener } = sessionServer(build, { eventStore: eventStore(), retryInterval: 20 });
  const connection = await serve((request, response) => void listener(request, response));
  const params = { name: 'poll', arguments: {}, _meta: { progressToken: 7 } };
  const message = JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params });
  const reply = await connection.post(message, { method: 'tools/call', name: 'poll', id: 7 });
  const text = await reply.text(100_000);
  expect(text.match(/"progress":\d/g)).toEqual(['"progress":1', '"progress":2']);
  expect(text).toContain('polled');
  expect(ran).toBe(1);
});
