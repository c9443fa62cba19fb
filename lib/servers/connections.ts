import { performance } from 'node:perf_hooks';
import type { AddressGuard } from './address-guard';
import { ConnectFailure } from './connect-failure';
import { DemoConnection } from './demo-connection';
import { HttpConnection } from './http-connection';
import { demoServerUrl } from './schemas';
import { readServerUrl } from './server-url';

export { ConnectFailure } from './connect-failure';

export interface ServerTarget {
  id: string;
  slug: string;
  name: string;
  url: string;
  /** Credentials, opened. */
  headers: Record<string, string>;
  /** Until an answer begins, and between two pieces of it (idle); any byte sets it back. */
  timeoutMs: number;
  connectTimeoutMs: number;
  /** From sending to the last byte, whatever arrives. */
  totalTimeoutMs: number;
  /** Requests under way at once, all clients together, leases included. */
  concurrencyMax: number;
  /** The revision that the server spoke when it was last asked; a hint that saves the probe. Null when unknown or old. */
  protocolVersion: string | null;
}

export interface OpenedServer {
  era: 'legacy' | 'modern';
  protocolVersion: string;
  serverInfo: Record<string, unknown> | null;
  instructions: string | null;
  /** As announced; {} when unknown. */
  capabilities: Record<string, unknown>;
  /** Rises with every opening; names it in `reset`. */
  epoch: number;
  /** False when the stored verdict was believed without asking; then `serverInfo` and `instructions` are unknown, not absent. */
  asked: boolean;
}

export interface ServerReply {
  status: number;
  /** Lower-case, without parameters. */
  contentType: string;
  /** The redirect target's origin only; null without a `Location`. */
  redirectOrigin: string | null;
  epoch: number;
  /** Throws `ConnectFailure` when the answer breaks off. Read it, `text()` it or `discard()` it: until then it holds a connection. */
  body: AsyncIterable<Buffer>;
  /** The whole answer; not as a promise when all of it is here, as it is for most. @throws ConnectFailure `too_large` beyond `bytesMax`. */
  text(bytesMax: number): string | Promise<string>;
  /** Throws the rest away. */
  discard(): void;
}

export interface PostOptions {
  method: string;
  name?: string;
  /** `Mcp-Param-*`; others are dropped. */
  paramHeaders?: Record<string, string>;
  /** `traceparent`, `tracestate`, `baggage`; others are dropped. */
  traceHeaders?: Record<string, string>;
  signal?: AbortSignal;
  /** Until the answer begins, and between two pieces of it. */
  timeoutMs?: number;
  /** The id of the request in `message`; absent for notifications and answers. HTTP+SSE servers find the answer by it. */
  id?: number | string;
}

export interface ServerConnection {
  /** Null until opened. */
  readonly protocolVersion: string | null;
  readonly era: 'legacy' | 'modern' | null;
  /**
   * Single-flight: `server/discover`, else `initialize`. With `ask`, a believed verdict is replaced by the server's own word.
   * @throws ConnectFailure
   */
  open(options?: { ask?: boolean }): Promise<OpenedServer>;
  /** One JSON-RPC message up, the raw HTTP answer back, whatever its status. Opens first if needed. @throws ConnectFailure */
  post(message: string, options: PostOptions): Promise<ServerReply>;
  /** The server does not know our session, or our verdict on its era was wrong: the next `open` starts anew. Ignored when `epoch` is not the current one. */
  reset(epoch: number): void;
  /**
   * Keeps a stream for what the server says outside of any request: 2025-era GET stream (or the HTTP+SSE stream), 2026-07-28
   * `subscriptions/listen`. Opened with the first listener, reconnected with backoff, closed with the last. A server without one
   * (405, -32601) is simply quiet. Never throws.
   */
  listen(listener: (notification: { method: string; params: Record<string, unknown> }) => void): Listening;
}

export interface Listening {
  /**
   * `notifications/resources/updated` for this URI from now on; counted, so two listeners do not end each other's.
   * Rejects with ConnectFailure / an error in words.
   */
  subscribe(uri: string): Promise<void>;
  unsubscribe(uri: string): Promise<void>;
  close(): void;
}

export interface Connections {
  /** The live connection for this server as it is configured now; a changed configuration gets a new one, the old one ends when idle. */
  get(target: ServerTarget): ServerConnection;
  /** Ends the connection of a server that is gone. */
  drop(serverId: string): void;
  /** Refreshes under way, by server and configuration: kept here because both bundles of the process see this object. */
  readonly refreshes: Map<string, Promise<unknown>>;
  /** Told by whoever has added, changed or removed a server, or learned what it can do; called after the commit. */
  readonly changes: Set<() => void>;
  /** Decides which addresses servers may have; asked by the verbs before they store one. */
  readonly guard: AddressGuard;
  /** The product's, as servers are told. */
  readonly version: string;
  close(): Promise<void>;
}

export interface Closable extends ServerConnection {
  /** Takes nothing new, lets what is under way end, for `graceMs` at most (as long as a call may take, unless given). */
  close(graceMs?: number): Promise<void>;
}

interface Entry {
  target: ServerTarget;
  connection: Closable;
  usedAtMs: number;
}

const idleMsMax = 15 * 60_000;
const sweepEveryMs = 60_000;
/** The process ends: whoever could wait longer has been answered already. */
const closeGraceMs = 1_000;

/** The process's connections to servers. `version` is the product's, told to servers as `clientInfo.version`. */
export function createConnections(options: { guard: AddressGuard; version: string }): Connections {
  const entries = new Map<string, Entry>();
  const retire = (id: string, graceMs?: number) => {
    const entry = entries.get(id);
    entries.delete(id);
    return entry?.connection.close(graceMs);
  };
  const sweep = setInterval(() => {
    const oldestMs = performance.now() - idleMsMax;
    for (const [id, entry] of entries) if (entry.usedAtMs < oldestMs) void retire(id);
  }, sweepEveryMs).unref();

  return {
    refreshes: new Map(),
    changes: new Set(),
    guard: options.guard,
    version: options.version,
    get(target) {
      const known = entries.get(target.id);
      if (known !== undefined && isSameConfiguration(known.target, target)) {
        known.usedAtMs = performance.now();
        return known.connection;
      }
      void retire(target.id);
      const connection = connectionFor(target, options);
      entries.set(target.id, { target, connection, usedAtMs: performance.now() });
      return connection;
    },
    drop: (serverId) => void retire(serverId),
    async close() {
      clearInterval(sweep);
      await Promise.all([...entries.keys()].map((id) => retire(id, closeGraceMs)));
    },
  };
}

function connectionFor(target: ServerTarget, options: { guard: AddressGuard; version: string }): Closable {
  if (target.url === demoServerUrl) return new DemoConnection(options.version);
  const read = readServerUrl(target.url);
  if ('url' in read) return new HttpConnection(read.url, target, options);
  const { message, nextStep } = read.problem;
  return new RefusedConnection(new ConnectFailure('address', message, { nextStep, ran: 'never' }));
}

/** For an address that was stored under older rules and may not be used any more. */
class RefusedConnection implements Closable {
  readonly era = null;
  readonly protocolVersion = null;

  constructor(private readonly failure: ConnectFailure) {}

  open(): Promise<never> {
    return Promise.reject(this.failure);
  }

  post(): Promise<never> {
    return Promise.reject(this.failure);
  }

  reset(): void {}

  listen(): Listening {
    return { subscribe: async () => {}, unsubscribe: async () => {}, close() {} };
  }

  async close(): Promise<void> {}
}

function isSameConfiguration(a: ServerTarget, b: ServerTarget): boolean {
  if (a.url !== b.url || a.timeoutMs !== b.timeoutMs) return false;
  if (a.headers === b.headers) return true;
  const names = Object.keys(a.headers);
  return (
    names.length === Object.keys(b.headers).length &&
    names.every((headerName) => a.headers[headerName] === b.headers[headerName])
  );
}
