import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as LegacyMcpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { afterEach, expect, test } from 'vitest';
import { z } from 'zod';
import { ownEnvelope } from '../mcp-protocol';
import { type Connections, createConnections, type ServerConnection } from './connections';
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
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  started.push({ close: () => server.close().closeAllConnections() });
  connections = createConnections({ guard: loopbackGuard(), version: '1.0.0' });
  return connections.get(targetOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`));
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

/** As the v1 documentation writes it: one transport per session, unknown sessions refused. */
function sessionServer() {
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
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => void sessions.set(id, transport),
    });
    const server = new LegacyMcpServer({ name: 'official-v1', version: '1.32.2' });
    server.registerTool('echo', { description: echo.description, inputSchema: { text: z.string() } }, say);
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
    const server = new LegacyMcpServer({ name: 'official-v1', version: '1.32.2' });
    server.registerTool('echo', { description: echo.description, inputSchema: { text: z.string() } }, say);
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    await server.connect(transport as Parameters<typeof server.connect>[0]);
    await transport.handleRequest(request, response, await readJson(request));
  });
  expect(await connection.open()).toMatchObject({ era: 'legacy' });
  expect(await list(connection)).toMatchObject({ entries: [{ name: 'echo' }] });
  expect(await callEcho(connection, 'again')).toMatchObject({ content: [{ text: 'again' }] });
});
