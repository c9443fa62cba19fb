import { type Agent, type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';

export interface WireAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The same as it came, for who doubts that it is text. */
  bytes: Buffer;
}

export interface RpcMessage {
  jsonrpc: string;
  id?: unknown;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { code: number; message: string; data?: Record<string, unknown> };
}

export interface WireRequest {
  method?: string;
  headers?: OutgoingHttpHeaders;
  /** An object is sent as JSON, text and bytes as they are. */
  body?: unknown;
  deadlineMs?: number;
  /** Whose connections to use; without it the request has one of its own. */
  agent?: Agent;
}

/** One HTTP request with exactly these headers (and `Host`), byte for byte; no client library's opinion in between. */
export function send(url: string, { method = 'POST', headers = {}, body, ...given }: WireRequest = {}) {
  const { deadlineMs = 20_000, agent = false } = given;
  const bytes = Buffer.isBuffer(body) || typeof body === 'string' ? body : JSON.stringify(body);
  return new Promise<WireAnswer>((resolve, reject) => {
    let answered = false;
    const req = request(url, { method, headers, agent, signal: AbortSignal.timeout(deadlineMs) }, (res) => {
      answered = true;
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.on('error', reject);
      res.on('end', () => {
        const whole = Buffer.concat(chunks);
        resolve({ status: res.statusCode ?? 0, headers: res.headers, text: whole.toString('utf8'), bytes: whole });
      });
    });
    // A server may refuse a body before it has read it all; what it answered counts, not the broken pipe.
    req.on('error', (error) => (answered ? undefined : reject(error)));
    req.end(body === undefined ? undefined : bytes);
  });
}

export interface OpenAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** What has come so far, as an answer of its own. */
  soFar(): WireAnswer;
  /** Resolves when the other side has ended it, in whatever way. */
  ended: Promise<void>;
  /** Goes away without a word. */
  leave(): void;
}

/** Like `send`, but resolves with the head of the answer, while its body is still coming. */
export function open(url: string, { method = 'POST', headers = {}, body, ...given }: WireRequest) {
  const { deadlineMs = 20_000, agent = false } = given;
  return new Promise<OpenAnswer>((resolve, reject) => {
    const options = { method, headers, agent, signal: AbortSignal.timeout(deadlineMs) };
    const req = request(url, options, (res) => {
      let text = '';
      res.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      const ended = new Promise<void>((end) => res.once('close', end));
      const head = { status: res.statusCode ?? 0, headers: res.headers };
      resolve({
        ...head,
        soFar: () => ({ ...head, text, bytes: Buffer.from(text) }),
        ended,
        leave: () => req.destroy(),
      });
    });
    req.on('error', reject);
    req.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** The JSON-RPC messages of an answer, whether it came as JSON or as an event stream. */
export function messagesOf(answer: WireAnswer): RpcMessage[] {
  if (!answer.headers['content-type']?.startsWith('text/event-stream')) return [JSON.parse(answer.text)].flat();
  return (
    answer.text
      .split(/\r?\n\r?\n/)
      .map((event) => event.split(/\r?\n/).flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trim()] : [])))
      // An event without data only carries an id (2025-11-25, Resumability).
      .filter((lines) => lines.join('') !== '')
      .map((lines) => JSON.parse(lines.join('\n')))
  );
}

/** The final answer: the last message. */
export const rpcOf = (answer: WireAnswer): RpcMessage => messagesOf(answer).at(-1) ?? { jsonrpc: 'none' };

interface Content {
  type: string;
  text?: string;
}

/** The text of the first content block of a tool's result. */
export const textOf = (answer: WireAnswer): string =>
  ((rpcOf(answer).result?.content ?? []) as Content[])[0]?.text ?? '';

/** The names in the answer to a tools/list. */
export const toolNames = (answer: WireAnswer): string[] =>
  ((rpcOf(answer).result?.tools ?? []) as { name: string }[]).map(({ name }) => name);

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const contentHeaders = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const metaKey = (name: string) => `io.modelcontextprotocol/${name}`;

/** A request as 2025-era clients write it. */
export function legacyRequest(method: string, params?: Record<string, unknown>, headers: OutgoingHttpHeaders = {}) {
  return {
    headers: { ...contentHeaders, ...headers },
    body: { jsonrpc: '2.0', id: 1, method, ...(params === undefined ? {} : { params }) },
  };
}

export interface ModernOverrides {
  id?: unknown;
  /** Merged over the right headers; `undefined` takes one away. */
  headers?: Record<string, string | undefined>;
  /** Merged over the right envelope, by short name (`clientInfo`) or whole key (`progressToken`); `undefined` takes one away. */
  meta?: Record<string, unknown>;
}

/** A request as 2026-07-28 wants it, with chosen deviations. */
export function modernRequest(method: string, params: Record<string, unknown> = {}, overrides: ModernOverrides = {}) {
  const envelope: Record<string, unknown> = {
    protocolVersion: '2026-07-28',
    clientCapabilities: {},
    clientInfo: { name: 'aerostack-e2e', version: '1.0.0' },
    ...overrides.meta,
  };
  const isShort = (name: string) => ['protocolVersion', 'clientCapabilities', 'clientInfo', 'logLevel'].includes(name);
  const meta = Object.entries(envelope).filter(([, value]) => value !== undefined);
  const headers: Record<string, string | undefined> = {
    ...contentHeaders,
    'mcp-protocol-version': String(envelope.protocolVersion),
    'mcp-method': method,
    'mcp-name': typeof params.name === 'string' ? params.name : undefined,
    ...overrides.headers,
  };
  const _meta = Object.fromEntries(meta.map(([name, value]) => [isShort(name) ? metaKey(name) : name, value]));
  const id = 'id' in overrides ? { id: overrides.id } : { id: 1 };
  return {
    headers: Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined)) as Record<
      string,
      string
    >,
    body: { jsonrpc: '2.0', ...id, method, params: { ...params, _meta } },
  };
}
