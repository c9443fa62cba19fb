import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { readLines } from './read-lines';
import { type BridgeOptions, runBridge } from './run-bridge';

export interface Seen {
  method: string | undefined;
  headers: IncomingMessage['headers'];
  body: { id?: unknown; method?: string; params?: Record<string, unknown> };
}

/** A gateway that does what a test says, and a bridge to it. */
export interface Bench {
  /** What reached the gateway, in order. */
  seen: Seen[];
  write(message: object): void;
  /** The next line of the bridge's stdout. */
  next(): Promise<Record<string, unknown>>;
  said: string[];
  /** Closes stdin, and resolves at the end of the bridge. */
  end(): Promise<void>;
}

type Answer = (seen: Seen, response: ServerResponse, count: number) => void;

export async function layBench(answer: Answer, options: Partial<BridgeOptions> = {}): Promise<Bench> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const one = { method: request.method, headers: request.headers, body: text === '' ? {} : JSON.parse(text) };
    seen.push(one);
    answer(one, response, seen.length);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const [input, output] = [new PassThrough(), new PassThrough()];
  const said: string[] = [];
  const ran = runBridge({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ws/bench`,
    agent: new Agent({ keepAlive: true }),
    input,
    output,
    signal: new AbortController().signal,
    token: { current: () => 'first', renew: async () => false },
    userAgent: 'bench',
    explain: (code) => `No connection: ${code}.`,
    say: (text) => void said.push(text),
    debug: () => {},
    ...options,
  });
  const lines = readLines(output, 1024 * 1024)[Symbol.asyncIterator]();
  return {
    seen,
    write: (message) => void input.write(`${JSON.stringify(message)}\n`),
    next: async () => JSON.parse(String((await lines.next()).value)),
    said,
    async end() {
      input.end();
      await ran;
      server.close().closeAllConnections();
    },
  };
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export const result = (id: unknown, value: object = {}) => ({ jsonrpc: '2.0', id, result: value });
export const error = (id: unknown, code: number, message: string) => ({ jsonrpc: '2.0', id, error: { code, message } });
export const request = (id: unknown, method: string, params: object = {}) => ({ jsonrpc: '2.0', id, method, params });
