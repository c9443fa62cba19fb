import { performance } from 'node:perf_hooks';
import type { AddressGuard } from './address-guard';
import type { CancelSignal } from './cancellation';
import { ConnectFailure } from './connect-failure';
import { DemoConnection } from './demo-connection';
import { HttpLine } from './http-line';
import { demoServerUrl } from './schemas';
import { readServerUrl } from './server-url';
import { RefusedConnection, SimpleLine } from './simple-line';

export { ConnectFailure } from './connect-failure';

export interface ServerTarget {
  id: string;
  slug: string;
  name: string;
  url: string;
  /** Credentials, opened. */
  headers: Record<string, string>;
  /** Until an answer begins, and between two pieces of it: any byte sets it back. */
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
  /** False when the stored verdict was believed without asking; then the server's words about itself are unknown, not absent. */
  asked: boolean;
}

/** `elicitation`, `sampling`, `roots` as the client declared them; nothing else. */
export type ClientCapabilities = Readonly<Record<string, unknown>>;

/** A request under way, for whoever learns that its server waits for somebody else, such as a person who was asked. */
export interface RequestHold {
  /** Stops the idle and the total clock, and lends the request's place to others. Again or too late it does nothing. */
  hold(): void;
  /** Starts both clocks anew. The place is taken again at once, for a moment beyond `concurrencyMax` if need be. */
  resume(): void;
}

export interface ServerReply extends RequestHold {
  status: number;
  /** Lower-case, without parameters. */
  contentType: string;
  /** The redirect target's origin only; null without a `Location`. */
  redirectOrigin: string | null;
  epoch: number;
  /** Throws `ConnectFailure` when the answer breaks off. Read it, `text()` it or `discard()` it: until then it holds a connection. */
  body: AsyncIterable<Buffer>;
  /**
   * The whole answer; not as a promise when all of it is here, as it is for most.
   * @throws ConnectFailure `too_large` beyond `bytesMax`, `protocol` when it is not UTF-8
   */
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
  signal?: CancelSignal;
  /** Until the answer begins, and between two pieces of it. */
  timeoutMs?: number;
  /**
   * The id of the request in `message`; absent for notifications and answers, which therefore never wait for a place. HTTP+SSE
   * servers find the answer by it, and progress by a `progressToken` that equals it.
   */
  id?: number | string;
  /** Given the request as it is sent, before its answer has begun; from then on the reply does the same and more. */
  onStarted?(request: RequestHold): void;
  /** Told when the server hangs up in the middle of its answer, to be asked for the rest after this time (2025-11-25, SEP-1699). */
  onPause?(retryMs: number): void;
}

export interface ServerConnection {
  /** Null until opened. */
  readonly protocolVersion: string | null;
  readonly era: 'legacy' | 'modern' | null;
  /**
   * Single-flight: `server/discover`, else `initialize`. With `ask`, a believed verdict is replaced by the server's own word,
   * also while the breaker is open.
   * @throws ConnectFailure
   */
  open(options?: { ask?: boolean }): Promise<OpenedServer>;
  /** One JSON-RPC message up, the raw HTTP answer back, whatever its status. Opens first if needed. @throws ConnectFailure */
  post(message: string, options: PostOptions): Promise<ServerReply>;
  /** Whether the server keeps a session in which it can ask its client; false until opened. */
  readonly canAsk: boolean;
  /** The server does not know our session, or our verdict on its era was wrong: the next `open` starts anew. Ignored when `epoch` is not the current one. */
  reset(epoch: number): void;
  /**
   * Keeps a stream for what the server says outside of any request: the 2025-era GET stream (or the HTTP+SSE stream),
   * `subscriptions/listen` of 2026-07-28. Opened with the first listener, reconnected with backoff, closed with the last. A
   * server without one is simply quiet. Never throws.
   */
  listen(listener: Listener): Listening;
  /**
   * Passes on what the server said elsewhere, such as in the stream of a call, as if it had come on the stream that `listen` keeps.
   * A lease tells the listeners of the shared connection; it has none of its own. Nobody listening is no error.
   */
  tell(notification: ServerNotification): void;
}

export interface ServerNotification {
  method: string;
  params: Record<string, unknown>;
}

export type Listener = (notification: ServerNotification) => void;

export interface Listening {
  /**
   * `notifications/resources/updated` for this URI from now on; counted, so that two listeners do not end each other's.
   * @throws ConnectFailure or an error in words
   */
  subscribe(uri: string): Promise<void>;
  unsubscribe(uri: string): Promise<void>;
  close(): void;
}

/** A 2025-era session with capabilities of its own, for one client (or one call) at a time. */
export interface Lease {
  readonly connection: ServerConnection;
  /**
   * Every server request and notification that arrives outside of the reply of a POST. `ping` is answered by the lease itself.
   * While null, requests are answered -32601 and notifications dropped. The text is the message as the server wrote it.
   */
  onMessage: ((message: Record<string, unknown>, text: string) => void) | null;
  /** Back to the pool; with `broken` it is ended instead. */
  release(options?: { broken?: boolean }): void;
}

export interface ConnectionCounts {
  servers: number;
  requestsUnderWay: number;
  leasesOut: number;
  leasesIdle: number;
  listeners: number;
  openBreakers: number;
}

export interface Connections {
  /** The live connection for this server as it is configured now; a changed configuration gets a new one, the old one ends when idle. */
  get(target: ServerTarget): ServerConnection;
  /**
   * An idle session of this owner at this server with exactly these capabilities, or a new one; exclusive until released. A server
   * may keep in it what one client told it, so no other owner ever gets it. Its GET stream
   * stands before this resolves, where the server has one. Idle ones end after 60 s. Null for a server that keeps no sessions, and so
   * cannot ask anything, and when 128 of it are out already: the shared connection, which declares nothing, has to do then.
   * @throws ConnectFailure
   */
  lease(target: ServerTarget, capabilities: ClientCapabilities, owner: string): Promise<Lease | null>;
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
  /** For /metrics. */
  counts(): ConnectionCounts;
  close(): Promise<void>;
}

/** What one process keeps of one configured server. */
export interface ServerLine {
  readonly connection: ServerConnection;
  /** Somebody listens, or holds a lease: not to be retired for want of calls. */
  readonly isHeld: boolean;
  lease(capabilities: ClientCapabilities, owner: string): Promise<Lease | null>;
  counts(): Omit<ConnectionCounts, 'servers'>;
  /** Takes nothing new, lets what is under way end, for `graceMs` at most (as long as a call may take, unless given). */
  close(graceMs?: number): Promise<void>;
}

export interface ConnectionsOptions {
  guard: AddressGuard;
  version: string;
  /** Told of what went wrong in here while nobody was waiting: a fault of ours, which must not cost the process. */
  onFault?(error: unknown): void;
  /** Between two attempts at a stream that a listener waits for; 1 s to 60 s unless given. */
  reconnectMs?: { min: number; max: number };
}

interface Entry {
  target: ServerTarget;
  line: ServerLine;
  usedAtMs: number;
}

const idleMsMax = 15 * 60_000;
const sweepEveryMs = 60_000;
/** The process ends: whoever could wait longer has been answered already. */
const closeGraceMs = 1_000;

/** The process's connections to servers. `version` is the product's, told to servers as `clientInfo.version`. */
export function createConnections(options: ConnectionsOptions): Connections {
  const entries = new Map<string, Entry>();
  const ending = new Set<Promise<void>>();
  const retire = (id: string, graceMs?: number) => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.delete(id);
    const end = entry.line.close(graceMs).finally(() => ending.delete(end));
    ending.add(end);
  };
  const sweep = setInterval(() => {
    const oldestMs = performance.now() - idleMsMax;
    for (const [id, entry] of entries) if (entry.usedAtMs < oldestMs && !entry.line.isHeld) retire(id);
  }, sweepEveryMs).unref();
  const lineOf = (target: ServerTarget): ServerLine => {
    const known = entries.get(target.id);
    if (known !== undefined && isSameConfiguration(known.target, target)) {
      known.usedAtMs = performance.now();
      return known.line;
    }
    retire(target.id);
    const line = lineFor(target, options);
    entries.set(target.id, { target, line, usedAtMs: performance.now() });
    return line;
  };

  return {
    refreshes: new Map(),
    changes: new Set(),
    guard: options.guard,
    version: options.version,
    get: (target) => lineOf(target).connection,
    lease: (target, capabilities, owner) => lineOf(target).lease(capabilities, owner),
    drop: (serverId) => retire(serverId),
    counts: () => sumCounts([...entries.values()].map(({ line }) => line.counts())),
    async close() {
      clearInterval(sweep);
      for (const id of [...entries.keys()]) retire(id, closeGraceMs);
      await Promise.all(ending);
    },
  };
}

function lineFor(target: ServerTarget, options: ConnectionsOptions): ServerLine {
  if (target.url === demoServerUrl) return new SimpleLine(new DemoConnection(options.version));
  const read = readServerUrl(target.url);
  if ('url' in read) return new HttpLine(read.url, target, options);
  const { message, nextStep } = read.problem;
  return new SimpleLine(new RefusedConnection(new ConnectFailure('address', message, { nextStep, ran: 'never' })));
}

function sumCounts(all: Omit<ConnectionCounts, 'servers'>[]): ConnectionCounts {
  const sum = {
    servers: all.length,
    requestsUnderWay: 0,
    leasesOut: 0,
    leasesIdle: 0,
    listeners: 0,
    openBreakers: 0,
  };
  for (const one of all) {
    sum.requestsUnderWay += one.requestsUnderWay;
    sum.leasesOut += one.leasesOut;
    sum.leasesIdle += one.leasesIdle;
    sum.listeners += one.listeners;
    sum.openBreakers += one.openBreakers;
  }
  return sum;
}

const waits = ['timeoutMs', 'connectTimeoutMs', 'totalTimeoutMs', 'concurrencyMax'] as const;

function isSameConfiguration(a: ServerTarget, b: ServerTarget): boolean {
  if (a.url !== b.url || waits.some((wait) => a[wait] !== b[wait])) return false;
  if (a.headers === b.headers) return true;
  const names = Object.keys(a.headers);
  return (
    names.length === Object.keys(b.headers).length &&
    names.every((headerName) => a.headers[headerName] === b.headers[headerName])
  );
}
