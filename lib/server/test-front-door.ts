import { once } from 'node:events';
import { type Agent, request as httpRequest, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { Registry } from 'prom-client';
import type { GatewayRequest, GatewayResponse } from '../gateway/handle-request';
import { createHandler, type HandlerSource } from './create-handler';
import { listen, portOf } from './listen';

/** The front door on a port of its own, with a gateway and a Next of the test's making. */
export async function openFrontDoor(
  handle: (request: GatewayRequest) => Promise<GatewayResponse>,
  over: { env?: Partial<HandlerSource['env']>; next?: RequestListener } = {},
): Promise<{ server: Server; source: HandlerSource; port: number }> {
  const source: HandlerSource = {
    state: 'ready',
    checkDatabase: async () => {},
    rate: { store: 'memory' },
    metrics: new Registry(),
    log: { error: () => {} },
    gateway: { handle },
    env: { url: 'http://127.0.0.1:3000', trustedProxies: [], metricsToken: undefined, ...over.env },
  };
  const next: RequestListener = over.next ?? ((_request, response) => void response.end('page'));
  const handler = createHandler(source, async (request, response) => next(request, response));
  const server = await listen(handler, { host: '127.0.0.1', port: 0 });
  return { server, source, port: portOf(server) };
}

export const ok = (): GatewayResponse => ({ status: 200, headers: { 'content-type': 'application/json' }, body: '{}' });

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  agent?: Agent;
}

/** One request over a real socket, as the installation's own host unless the test says otherwise. */
export async function send(port: number, path: string, { method = 'GET', headers = {}, body, agent }: Sent = {}) {
  const request = httpRequest({ port, path, method, agent, headers: { host: '127.0.0.1:3000', ...headers } });
  request.end(body);
  // The second rejects when the connection breaks while the request is still being sent, even after its answer.
  const [answer] = await Promise.all([
    once(request, 'response').then(([response]) => read(response)),
    once(request, 'close'),
  ]);
  return answer;
}

async function read(response: IncomingMessage) {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() };
}

export interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T): void;
}

/** A promise that the test settles itself. */
export function deferred<T = void>(): Deferred<T> {
  let settle: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, resolve: (value) => settle(value) };
}
