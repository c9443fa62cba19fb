import { performance } from 'node:perf_hooks';
import { latestLegacyVersion } from '../mcp-protocol';
import { answerServerRequest } from './answer-server-request';
import { ConnectFailure, isConnectFailure } from './connect-failure';
import type {
  ClientCapabilities,
  Listener,
  Listening,
  OpenedServer,
  PostOptions,
  ServerConnection,
  ServerNotification,
  ServerReply,
} from './connections';
import type { JsonObject } from './json-object';
import { Listeners } from './listeners';
import { type ConnectionParts, openSession } from './open-session';
import { askForUpdates } from './resource-updates';
import type { Session } from './session';
import { StreamKeeper } from './stream-keeper';

/** How long the server's word about its era counts; an upgraded server is noticed after it. */
const verdictMsMax = 24 * 3_600_000;
/** Requests of the server that are being answered at once; it has to wait for no more than that either. */
const answeringMax = 16;

interface Opened {
  session: Session;
  server: OpenedServer;
  openedAtMs: number;
}

/** One configured server over HTTP, of whatever era: shared by all, or leased to one with capabilities of its own. */
export class HttpConnection implements ServerConnection {
  /** For a lease: what the server says outside of any reply, `ping` excepted. Without it, its requests are refused. */
  onMessage: ((message: JsonObject, text: string) => void) | null = null;
  readonly #keeper: StreamKeeper;
  readonly #listeners: Listeners;
  #hint: string | null;
  #opened: Opened | null = null;
  #opening: Promise<void> | null = null;
  #epoch = 0;
  #isClosed = false;
  #answering = 0;
  /** What a 2025-era server agreed to tell of, to be asked for again in its next session. */
  readonly #agreed = new Set<string>();

  /** @param lease null for the connection that all share */
  constructor(
    private readonly parts: ConnectionParts,
    private readonly lease: ClientCapabilities | null,
  ) {
    const { target, reconnectMs } = parts;
    // Nothing is declared in 2026-07-28's era but with each request: a session of one's own is a 2025-era matter.
    this.#hint = lease === null ? target.protocolVersion : latestLegacyVersion;
    this.#listeners = new Listeners({
      onFirst: () => void this.#keeper.keep(this.#opened?.session ?? null),
      onLast: () => (lease === null ? this.#keeper.stop() : undefined),
      watch: (uri) => this.#watch(uri),
      unwatch: (uri) => this.#unwatch(uri),
    });
    this.#keeper = new StreamKeeper(
      {
        session: () => this.#sessionToHear(),
        onLost: ({ server }) => this.reset(server.epoch),
        onMessage: this.#hear,
        uris: () => this.#listeners.uris,
        onFault: parts.transport.onFault,
      },
      reconnectMs,
    );
  }

  get protocolVersion(): string | null {
    return this.#opened?.server.protocolVersion ?? null;
  }

  get era(): 'legacy' | 'modern' | null {
    return this.#opened?.server.era ?? null;
  }

  get canAsk(): boolean {
    return this.#opened?.session.canAsk ?? false;
  }

  get listenerCount(): number {
    return this.#listeners.size;
  }

  async open({ ask = false } = {}): Promise<OpenedServer> {
    // Whoever asks anew does so because somebody said that the server is well again.
    if (ask) return (await this.#open(true)).server;
    const opened = this.#opened ?? (await this.#throughBreaker(() => this.#open(false)));
    return opened.server;
  }

  post(message: string, options: PostOptions): Promise<ServerReply> {
    return options.id === undefined ? this.#postAside(message, options) : this.#post(message, options);
  }

  async #postAside(message: string, options: PostOptions): Promise<ServerReply> {
    const { outbox } = this.parts.transport;
    if (!outbox.enter(message.length)) throw notTaken();
    try {
      return await this.#post(message, options);
    } finally {
      outbox.leave(message.length);
    }
  }

  #post(message: string, options: PostOptions): Promise<ServerReply> {
    const opened = this.#opened;
    // Answers and notifications pass the breaker: they take back or end what the server is busy with, and whoever takes them is there.
    const mayPass = this.parts.breaker.isClosed || options.id === undefined;
    if (opened !== null && mayPass && !this.#isClosed) return opened.session.post(message, options);
    return this.#throughBreaker(async () => (await this.#open(false)).session.post(message, options));
  }

  reset(epoch: number): void {
    const opened = this.#opened;
    if (opened?.server.epoch !== epoch) return;
    this.#opened = null;
    if (this.lease === null) this.#hint = null;
    opened.session.abandon();
  }

  listen(listener: Listener): Listening {
    return this.#listeners.add(listener);
  }

  tell(notification: ServerNotification): void {
    if (this.lease === null) this.#listeners.tell({ ...notification });
    else this.parts.tellShared(notification);
  }

  /** Takes nothing new and keeps no stream; what is under way goes on. */
  retire(): void {
    this.#isClosed = true;
    this.#keeper.stop();
  }

  /** Tells the server goodbye. Never rejects. */
  async end(): Promise<void> {
    this.retire();
    await this.#opening?.catch(() => {});
    const opened = this.#opened;
    this.#opened = null;
    await opened?.session.end();
  }

  async #throughBreaker<T>(work: () => Promise<T>): Promise<T> {
    const { breaker } = this.parts;
    if (breaker.isClosed) return work();
    const refusal = breaker.enter();
    if (refusal !== null) throw refusal;
    try {
      return await work();
    } finally {
      breaker.leave();
    }
  }

  async #open(ask: boolean): Promise<Opened> {
    for (;;) {
      if (this.#isClosed) throw closed();
      const opened = this.#opened;
      if (opened !== null && (!ask || isFresh(opened))) return opened;
      this.#opening ??= this.#shakeHands(ask).finally(() => {
        this.#opening = null;
      });
      await this.#opening;
    }
  }

  async #shakeHands(ask: boolean): Promise<void> {
    const before = this.#opened;
    const session = await openSession(this.parts, {
      capabilities: this.lease,
      hint: ask && this.lease === null ? null : this.#hint,
      mayBeKnown: !ask,
      nextEpoch: () => {
        this.#epoch += 1;
        return this.#epoch;
      },
      onMessage: this.#hear,
      onLost: (epoch) => this.reset(epoch),
    });
    if (this.lease === null) this.parts.found.keepsSessions = null;
    this.#opened = { session, server: session.server, openedAtMs: performance.now() };
    before?.session.abandon();
    if (this.lease !== null) await this.#keeper.keep(session);
    else if (this.#listeners.size > 0) void this.#keeper.keep(session).then(() => this.#watchAgain(session));
  }

  /** What the server says of its own accord. */
  readonly #hear = (message: JsonObject, text: string): void => {
    if (message.id === undefined) {
      this.#listeners.tell(message);
      this.#passOn(message, text);
    } else if (this.onMessage === null || message.method === 'ping') void this.#answer(message);
    else this.#passOn(message, text);
  };

  #passOn(message: JsonObject, text: string): void {
    try {
      this.onMessage?.(message, text);
    } catch {
      // Whose fault it is has a reply to fail by; the stream is for more than this message.
    }
  }

  async #answer(message: JsonObject): Promise<void> {
    if (this.#answering >= answeringMax) return;
    this.#answering += 1;
    try {
      await answerServerRequest(this, message);
    } catch (error) {
      // Nobody is there to be told, and the server asks again.
      if (!isConnectFailure(error)) this.parts.transport.onFault(error);
    } finally {
      this.#answering -= 1;
    }
  }

  async #sessionToHear(): Promise<Session | null> {
    if (this.lease !== null) return this.#opened?.session ?? null;
    if (this.#isClosed) return null;
    const { era, asked } = await this.open();
    // Without the server's own word nobody knows what it could be asked to tell.
    if (era === 'modern' && !asked) await this.#throughBreaker(() => this.#open(true));
    return this.#opened?.session ?? this.#throughBreaker(async () => (await this.#open(false)).session);
  }

  async #watch(uri: string): Promise<void> {
    const session = await this.#sessionToHear();
    if (session === null) throw closed();
    if (session.server.era === 'legacy') {
      await this.#keeper.keep(session);
      await askForUpdates(session, 'resources/subscribe', uri);
      this.#agreed.add(uri);
      return;
    }
    const watched = await this.#keeper.renew();
    if (watched?.includes(uri) !== true) throw new Error('The server does not tell of changes to this resource.');
  }

  async #unwatch(uri: string): Promise<void> {
    this.#agreed.delete(uri);
    const session = this.#opened?.session;
    if (session === undefined || this.#isClosed) return;
    try {
      if (session.server.era === 'legacy') await askForUpdates(session, 'resources/unsubscribe', uri);
      else if (this.#listeners.size > 0) await this.#keeper.renew();
    } catch {
      // The server may go on telling; whoever hears it finds nobody who asked.
    }
  }

  /** A new session knows nothing of what the old one was asked for. */
  async #watchAgain(session: Session): Promise<void> {
    for (const uri of [...this.#agreed]) {
      await askForUpdates(session, 'resources/subscribe', uri).catch(() => {});
    }
  }
}

const isFresh = (opened: Opened) => opened.server.asked && performance.now() - opened.openedAtMs < verdictMsMax;

const closed = () =>
  new ConnectFailure('closed', "The server's settings changed while the request waited.", {
    nextStep: 'Send it again.',
    ran: 'never',
  });

const notTaken = () =>
  new ConnectFailure('closed', 'The server asks, and does not take the answers.', {
    nextStep: 'Look at what the server is doing.',
    ran: 'never',
  });
