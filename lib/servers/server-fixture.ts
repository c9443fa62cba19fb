/** Real HTTP servers for the tests: how each answers is written out, because that is what the tests are about. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAddressGuard } from './address-guard';
import type { ServerTarget } from './connections';
import { isJsonObject, type JsonObject } from './json-object';

export interface Received {
  httpMethod: string;
  headers: IncomingMessage['headers'];
  /** The JSON-RPC message; empty for GET and DELETE. */
  message: JsonObject;
}

export type Respond = (received: Received, response: ServerResponse) => void;

export interface Fixture {
  url: string;
  port: number;
  received: Received[];
  close(): Promise<void>;
}

export async function startFixture(respond: Respond): Promise<Fixture> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const parsed: unknown = text === '' ? {} : JSON.parse(text);
      const one = {
        httpMethod: request.method ?? '',
        headers: request.headers,
        message: isJsonObject(parsed) ? parsed : {},
      };
      received.push(one);
      respond(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/mcp`,
    port,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

export const sse = (response: ServerResponse, ...messages: unknown[]) => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const message of messages) response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
  response.end();
};

export const result = (message: JsonObject, value: JsonObject) => ({ jsonrpc: '2.0', id: message.id, result: value });

export const error = (message: JsonObject, code: number, text: string, data?: JsonObject) => ({
  jsonrpc: '2.0',
  id: message.id ?? null,
  error: { code, message: text, data },
});

/** A stateless 2025-11-25 server; `answer` decides what it says to everything after the handshake. */
export const legacyServer =
  (answer: Respond, sessionId?: () => string, capabilities: JsonObject = { tools: {} }): Respond =>
  (received, response) => {
    const { message, httpMethod } = received;
    if (httpMethod !== 'POST') return void response.writeHead(405).end();
    if (message.method === 'server/discover')
      return json(response, 400, error(message, -32000, 'Server not initialized'));
    if (message.method === 'initialize') {
      const value = {
        protocolVersion: '2025-11-25',
        capabilities,
        serverInfo: { name: 'legacy-fixture', version: '1.0.0' },
        instructions: 'Be kind.',
      };
      const headers: Record<string, string> = sessionId === undefined ? {} : { 'mcp-session-id': sessionId() };
      return json(response, 200, result(message, value), headers);
    }
    if (message.id === undefined) return void response.writeHead(202).end();
    answer(received, response);
  };

/** A 2026-07-28 server. */
export const modernServer =
  (answer: Respond): Respond =>
  (received, response) => {
    const { message } = received;
    if (message.method !== 'server/discover') return answer(received, response);
    const value = {
      resultType: 'complete',
      supportedVersions: ['2026-07-28'],
      capabilities: { tools: {} },
      instructions: 'Be modern.',
      ttlMs: 0,
      cacheScope: 'private',
      _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'modern-fixture', version: '2.0.0' } },
    };
    json(response, 200, result(message, value));
  };

export const loopbackGuard = () => createAddressGuard({ networks: { mode: 'public' }, allowLoopback: true });

export const targetOf = (url: string, more: Partial<ServerTarget> = {}): ServerTarget => ({
  id: 'server-1',
  slug: 'fixture',
  name: 'Fixture',
  url,
  headers: {},
  timeoutMs: 5_000,
  connectTimeoutMs: 3_000,
  totalTimeoutMs: 60_000,
  concurrencyMax: 64,
  protocolVersion: null,
  ...more,
});
