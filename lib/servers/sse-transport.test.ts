import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ConnectFailure } from './connect-failure';
import {
  type Connections,
  createConnections,
  type RequestHold,
  type ServerConnection,
  type ServerTarget,
} from './connections';
import type { JsonObject } from './json-object';
import { listKinds } from './list-kinds';
import { parseMessage } from './parse-message';
import { readAnswer } from './read-answer';
import { readList } from './read-list';
import { loopbackGuard, targetOf } from './server-fixture';
import { parseSse } from './sse-events';

let connections: Connections;
const closers: (() => Promise<void> | void)[] = [];

beforeEach(() => {
  connections = createConnections({ guard: loopbackGuard(), version: '1.2.3', reconnectMs: { min: 5, max: 20 } });
});

afterEach(async () => {
  await connections.close();
  for (const close of closers.splice(0)) await close();
});

interface SseServer {
  target: ServerTarget;
  /** Names of the tools that ran, in order. */
  ran: string[];
  gets(): number;
  transports: Map<string, SSEServerTransport>;
  /** Answers a tool call that waits. */
  finish(): void;
  /** All streams break, all sessions are gone; the port stays. */
  restart(): void;
  http: Server;
}

type Intercept = (request: IncomingMessage, response: ServerResponse) => boolean;

/** As the documentation of the official SDK writes a server of 2024-11-05: GET /sse, POST /message?sessionId=… */
async function start(intercept: Intercept = () => false): Promise<SseServer> {
  let gets = 0;
  const waiting: (() => void)[] = [];
  const streams = new Set<ServerResponse>();
  const one: Omit<SseServer, 'target' | 'http'> = {
    ran: [],
    gets: () => gets,
    transports: new Map(),
    finish: () => waiting.shift()?.(),
    restart() {
      one.transports.clear();
      for (const stream of streams) stream.destroy();
    },
  };
  const http = createServer(async (request, response) => {
    if (intercept(request, response)) return;
    const url = new URL(request.url ?? '', 'http://localhost');
    if (request.method === 'GET' && url.pathname === '/sse') {
      gets += 1;
      streams.add(response);
      response.once('close', () => streams.delete(response));
      const transport = new SSEServerTransport('/message', response);
      one.transports.set(transport.sessionId, transport);
      return void (await toolServer(one.ran, waiting).connect(transport));
    }
    const transport = one.transports.get(url.searchParams.get('sessionId') ?? '');
    if (request.method !== 'POST' || url.pathname !== '/message') return void response.writeHead(404).end('<html>');
    if (transport === undefined) return void response.writeHead(400).end('No transport found for sessionId');
    await transport.handlePostMessage(request, response);
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  closers.push(() => void http.close().closeAllConnections());
  const { port } = http.address() as AddressInfo;
  return Object.assign(one, { http, target: targetOf(`http://127.0.0.1:${port}/sse`) });
}

function toolServer(ran: string[], waiting: (() => void)[]): McpServer {
  const server = new McpServer({ name: 'sse-fixture', version: '1.0.0' }, { capabilities: { logging: {} } });
  const text = (value: string) => ({ content: [{ type: 'text' as const, text: value }] });
  server.registerTool('echo', { inputSchema: { text: z.string() } }, ({ text: said }) => {
    ran.push('echo');
    return text(said);
  });
  server.registerTool('wait', { inputSchema: {} }, async (_args, { sendNotification, _meta }) => {
    ran.push('wait');
    const progressToken = _meta?.progressToken;
    if (progressToken !== undefined)
      await sendNotification({ method: 'notifications/progress', params: { progressToken, progress: 1 } });
    await sendNotification({ method: 'notifications/message', params: { level: 'info', data: 'working' } });
    await new Promise<void>((resolve) => waiting.push(resolve));
    return text('done');
  });
  server.registerTool('ask', { inputSchema: {} }, async () => {
    const answer = await server.server.elicitInput({
      message: 'Really?',
      requestedSchema: { type: 'object', properties: { ok: { type: 'boolean' } } },
    });
    return text(answer.action);
  });
  return server;
}

let ids = 0;
async function post(connection: ServerConnection, name: string, args: JsonObject = {}, signal?: AbortSignal) {
  ids += 1;
  const params = { name, arguments: args, _meta: { progressToken: ids } };
  const message = JSON.stringify({ jsonrpc: '2.0', id: ids, method: 'tools/call', params });
  const id = ids;
  const options = { method: 'tools/call', name, id, ...(signal === undefined ? {} : { signal }) };
  return { id, reply: await connection.post(message, options) };
}

async function call(connection: ServerConnection, name: string, args: JsonObject = {}): Promise<string> {
  const { id, reply } = await post(connection, name, args);
  for await (const { data } of parseSse(reply.body, 100_000)) {
    const message = parseMessage(data);
    if (message?.id === id) return JSON.stringify(message.result);
  }
  throw new Error('no answer');
}

const failureOf = (promise: Promise<unknown>): Promise<ConnectFailure> =>
  promise.then(
    () => Promise.reject(new Error('expected a ConnectFailure')),
    (failure: ConnectFailure) => failure,
  );

describe('a server of 2024-11-05 over HTTP+SSE', () => {
  test('is found, listed and called; answers of concurrent calls keep apart', async () => {
    const { target, ...server } = await start();
    const connection = connections.get(target);
    expect(await connection.open()).toMatchObject({ era: 'legacy', serverInfo: { name: 'sse-fixture' } });
    const signal = AbortSignal.timeout(5_000);
    const listed = await readList(connection, listKinds.tool, { version: '1', hasCredentials: false, signal });
    expect(listed.entries.map(({ name }) => name)).toEqual(['echo', 'wait', 'ask']);
    const said = await Promise.all(Array.from({ length: 20 }, (_, i) => call(connection, 'echo', { text: `<${i}>` })));
    expect(said.every((text, i) => text.includes(`<${i}>`))).toBe(true);
    expect(server.gets()).toBe(1);
    await expect.poll(() => connections.counts()).toMatchObject({ requestsUnderWay: 0 });
  });

  test('has its progress in the answer it belongs to, and everything else with who listens', async () => {
    const { target, ...server } = await start();
    const connection = connections.get(target);
    const heard: string[] = [];
    const listening = connection.listen(({ method }) => heard.push(method));
    const { id, reply } = await post(connection, 'wait');
    expect(reply).toMatchObject({ status: 200, contentType: 'text/event-stream' });
    const seen: unknown[] = [];
    const answer = readAnswer(reply, String(id), 10_000, async ({ method, params }) => void seen.push(method, params));
    await expect.poll(() => seen).toEqual(['notifications/progress', { progressToken: id, progress: 1 }]);
    await expect.poll(() => heard).toEqual(['notifications/message']);
    server.finish();
    await answer;
    listening.close();
  });

  test('whose stream breaks in the middle of a call leaves the outcome unknown, and nothing runs twice', async () => {
    const { target, ...server } = await start();
    const connection = connections.get(target);
    const { reply } = await post(connection, 'wait');
    await expect.poll(() => server.ran).toEqual(['wait']);
    server.restart();
    const failure = await failureOf(Promise.resolve(reply.text(10_000)));
    expect(failure).toMatchObject({ stage: 'closed', ran: 'unknown' });
    expect(failure.message).toBe('The event stream of the server broke off before it answered.');
    expect(await call(connection, 'echo', { text: 'again' })).toContain('again');
    expect(server.ran).toEqual(['wait', 'echo']);
    expect(server.gets()).toBe(2);
  });

  test('that was restarted while nobody called is connected to again by the next call', async () => {
    const { target, ...server } = await start();
    const connection = connections.get(target);
    await call(connection, 'echo', { text: 'a' });
    server.restart();
    await expect.poll(() => connection.era).toBeNull();
    expect(await call(connection, 'echo', { text: 'b' })).toContain('b');
    expect(server.gets()).toBe(2);
  });

  test('that does not know the session any more says so as a lost session, and is opened anew', async () => {
    const { target, ...server } = await start();
    const connection = connections.get(target);
    await connection.open();
    server.transports.clear();
    const { reply } = await post(connection, 'echo', { text: 'x' });
    expect(reply.status).toBe(404);
    await reply.text(1_000);
    connection.reset(reply.epoch);
    expect(await call(connection, 'echo', { text: 'x' })).toContain('x');
    expect(server.ran).toEqual(['echo']);
  });

  test.each([401, 404, 503])('whose message address answers %i passes that status on', async (status) => {
    let isRefusing = false;
    const { target, ...server } = await start(({ method }, response) => {
      if (!isRefusing || method !== 'POST') return false;
      response.writeHead(status).end();
      return true;
    });
    const connection = connections.get(target);
    await connection.open();
    isRefusing = true;
    const { reply } = await post(connection, 'echo', { text: 'x' });
    expect(reply.status).toBe(status);
    reply.discard();
    expect(server.ran).toEqual([]);
    await expect.poll(() => connections.counts()).toMatchObject({ requestsUnderWay: 0 });
  });

  test('that names a message address of another origin is refused, and gets nothing', async () => {
    let posted = 0;
    const other = createServer((_request, response) => {
      posted += 1;
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    closers.push(() => void other.close().closeAllConnections());
    const { port } = other.address() as AddressInfo;
    const { target } = await start(({ method }, response) => {
      if (method !== 'GET') return false;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(`event: endpoint\ndata: http://127.0.0.1:${port}/message?key=secret\n\n`);
      return true;
    });
    const failure = await failureOf(connections.get(target).open());
    expect(failure).toMatchObject({ stage: 'protocol', ran: 'never' });
    expect(failure.message).toContain(`http://127.0.0.1:${port}, which is not where it was configured`);
    expect(failure.message).not.toContain('secret');
    expect(posted).toBe(0);
  });

  test('that never names an address is given up in time', async () => {
    const { target } = await start(({ method }, response) => {
      if (method !== 'GET') return false;
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      return true;
    });
    const failure = await failureOf(connections.get({ ...target, timeoutMs: 100 }).open());
    expect(failure.message).toBe('The event stream did not say within 0.1 s where messages go.');
  });

  test('that hangs is given up in time, and other calls over the stream go on', async () => {
    const { target, ...server } = await start();
    const connection = connections.get({ ...target, timeoutMs: 300 });
    const { reply } = await post(connection, 'wait');
    const failure = failureOf(Promise.resolve(reply.text(1_000)));
    expect(await call(connection, 'echo', { text: 'meanwhile' })).toContain('meanwhile');
    expect(await failure).toMatchObject({ stage: 'timeout', ran: 'unknown' });
    expect(await call(connection, 'echo', { text: 'after' })).toContain('after');
    expect(server.gets()).toBe(1);
  });

  test('is not waited for by a caller who gave up, and its late answer harms nobody', async () => {
    const { target, ...server } = await start();
    const connection = connections.get(target);
    const aborter = new AbortController();
    const { reply } = await post(connection, 'wait', {}, aborter.signal);
    aborter.abort();
    expect(await failureOf(Promise.resolve(reply.text(1_000)))).toMatchObject({
      message: 'The request was cancelled.',
    });
    await expect.poll(() => server.ran).toEqual(['wait']);
    server.finish();
    expect(await call(connection, 'echo', { text: 'on' })).toContain('on');
    expect(connections.counts()).toMatchObject({ requestsUnderWay: 0 });
  });

  test('can ask through a lease, and only there', async () => {
    const { target } = await start();
    const lease = await connections.lease(target, { elicitation: { form: {} } }, 'owner');
    if (lease === null) throw new Error('the server keeps no sessions');
    lease.onMessage = ({ id, method }) => {
      if (method !== 'elicitation/create') return;
      const answer = JSON.stringify({ jsonrpc: '2.0', id, result: { action: 'decline' } });
      void lease.connection.post(answer, { method }).then((reply) => reply.discard());
    };
    expect(await call(lease.connection, 'ask')).toContain('decline');
    expect(await call(connections.get(target), 'ask')).toContain('does not support');
    lease.release();
  });

  test('keeps within the places of the server until the answers have come', async () => {
    const { target, ...server } = await start();
    const connection = connections.get({ ...target, concurrencyMax: 1 });
    const waiting = call(connection, 'wait');
    await expect.poll(() => server.ran).toEqual(['wait']);
    const echo = call(connection, 'echo', { text: 'later' });
    await new Promise((resolve) => setImmediate(resolve));
    expect(server.ran).toEqual(['wait']);
    server.finish();
    await waiting;
    expect(await echo).toContain('later');
  });

  test('lends the place of a call that waits for a person, also before anything was answered', async () => {
    const { target, ...server } = await start();
    const connection = connections.get({ ...target, concurrencyMax: 1, timeoutMs: 300 });
    const held: RequestHold[] = [];
    const message = '{"jsonrpc":"2.0","id":"held","method":"tools/call","params":{"name":"wait","arguments":{}}}';
    const onStarted = (request: RequestHold) => {
      request.hold();
      held.push(request);
    };
    const waiting = connection.post(message, { method: 'tools/call', id: 'held', onStarted });
    await expect.poll(() => server.ran).toEqual(['wait']);
    expect(await failureOf(post(connection, 'wait').then(({ reply }) => reply.text(1_000)))).toMatchObject({
      stage: 'timeout',
    });
    expect(held).toHaveLength(1);
    held[0]?.resume();
    server.finish();
    expect(await (await waiting).text(1_000)).toContain('"id":"held"');
  });

  test('is let go of when everything closes', async () => {
    const { target, ...server } = await start();
    await connections.get(target).open();
    const [transport] = [...server.transports.values()];
    const closed = new Promise<void>((resolve) => {
      if (transport !== undefined) transport.onclose = resolve;
    });
    await connections.close();
    await closed;
  });
});

describe('the official server-everything in its sse mode', () => {
  async function freePort(): Promise<number> {
    const probe = createTcpServer();
    await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
    const { port } = probe.address() as AddressInfo;
    await new Promise((resolve) => probe.close(resolve));
    return port;
  }

  async function run(port: number): Promise<ChildProcess> {
    const script = 'node_modules/@modelcontextprotocol/server-everything/dist/index.js';
    const child = spawn(process.execPath, [script, 'sse'], {
      env: { NODE_ENV: 'test', PORT: String(port) },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    closers.push(() => void child.kill('SIGKILL'));
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (text) => String(text).includes('is running') && resolve());
    });
    return child;
  }

  test('is listed and called, and again after it was killed in the middle of a call', { timeout: 30_000 }, async () => {
    const port = await freePort();
    const first = await run(port);
    const connection = connections.get(targetOf(`http://127.0.0.1:${port}/sse`));
    expect(await connection.open()).toMatchObject({ era: 'legacy' });
    const signal = AbortSignal.timeout(10_000);
    const { entries } = await readList(connection, listKinds.tool, { version: '1', hasCredentials: false, signal });
    expect(entries.length).toBeGreaterThan(5);
    expect(await call(connection, 'get-sum', { a: 19, b: 23 })).toContain('42');
    const { reply } = await post(connection, 'trigger-long-running-operation', { duration: 60, steps: 60 });
    const exited = new Promise((resolve) => first.once('exit', resolve));
    first.kill('SIGKILL');
    await exited;
    expect(await failureOf(Promise.resolve(reply.text(100_000)))).toMatchObject({ stage: 'closed', ran: 'unknown' });
    await run(port);
    expect(await call(connection, 'echo', { message: 'back' })).toContain('back');
  });
});
