import { performance } from 'node:perf_hooks';
import type { AddressGuard } from './address-guard';
import { ConnectFailure } from './connect-failure';
import type { Closable, Listening, OpenedServer, PostOptions, ServerReply, ServerTarget } from './connections';
import { type Handshake, handshake } from './handshake';
import { HttpTransport } from './http-transport';
import { baseHeaders, legacyHeaders, modernHeaders, requestHeaders } from './request-headers';

/** A handshake never waits as long as a slow tool may. */
const handshakeTimeoutMs = 8_000;
/** How long the server's word about its era counts; an upgraded server is noticed after it. */
const verdictMsMax = 24 * 3_600_000;
const goodbyeMsMax = 1_000;

interface Opened {
  server: OpenedServer;
  headers: string[];
  sessionId: string | null;
  openedAtMs: number;
}

/** One configured server over Streamable HTTP, of either era. */
export class HttpConnection implements Closable {
  readonly #transport: HttpTransport;
  readonly #base: string[];
  readonly #hasCredentials: boolean;
  readonly #timeoutMs: number;
  #hint: string | null;
  #opened: Opened | null = null;
  #opening: Promise<void> | null = null;
  #epoch = 0;
  #isClosed = false;

  constructor(
    url: URL,
    target: ServerTarget,
    private readonly options: { guard: AddressGuard; version: string },
  ) {
    this.#transport = new HttpTransport(url, options.guard);
    this.#base = baseHeaders(target.headers, options.version);
    this.#hasCredentials = Object.keys(target.headers).length > 0;
    this.#timeoutMs = target.timeoutMs;
    this.#hint = target.protocolVersion;
  }

  get protocolVersion(): string | null {
    return this.#opened?.server.protocolVersion ?? null;
  }

  get era(): 'legacy' | 'modern' | null {
    return this.#opened?.server.era ?? null;
  }

  async open({ ask = false } = {}): Promise<OpenedServer> {
    return (await this.#open(ask)).server;
  }

  post(message: string, options: PostOptions): Promise<ServerReply> {
    const opened = this.#opened;
    if (opened !== null) return this.#send(opened, message, options);
    return this.#open(false).then((fresh) => this.#send(fresh, message, options));
  }

  #send(opened: Opened, message: string, options: PostOptions): Promise<ServerReply> {
    if (this.#isClosed) return Promise.reject(closed());
    return this.#transport.send({
      method: 'POST',
      headers: requestHeaders(opened.headers, opened.server.era, options),
      body: message,
      timeoutMs: options.timeoutMs ?? this.#timeoutMs,
      epoch: opened.server.epoch,
      signal: options.signal,
    });
  }

  reset(epoch: number): void {
    if (this.#opened?.server.epoch !== epoch) return;
    this.#opened = null;
    this.#hint = null;
  }

  listen(): Listening {
    return { subscribe: async () => {}, unsubscribe: async () => {}, close() {} };
  }

  async close(graceMs = this.#timeoutMs): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    await this.#transport.whenIdle(graceMs);
    await this.#sayGoodbye();
    await this.#transport.close();
  }

  async #open(ask: boolean): Promise<Opened> {
    for (;;) {
      if (this.#isClosed) throw closed();
      const opened = this.#opened;
      if (opened !== null && (!ask || isFresh(opened))) return opened;
      this.#opening ??= this.#shakeHands(ask ? null : this.#hint).finally(() => {
        this.#opening = null;
      });
      await this.#opening;
    }
  }

  async #shakeHands(hint: string | null): Promise<void> {
    const timeoutMs = Math.min(this.#timeoutMs, handshakeTimeoutMs);
    const { sessionId, ...facts } = await handshake(
      {
        version: this.options.version,
        hasCredentials: this.#hasCredentials,
        base: this.#base,
        send: (method, headers, body) => this.#transport.send({ method, headers, body, timeoutMs, epoch: 0 }),
      },
      hint,
    );
    this.#epoch += 1;
    const server = { ...facts, epoch: this.#epoch };
    this.#opened = { server, sessionId, headers: this.#headersOf(facts, sessionId), openedAtMs: performance.now() };
  }

  #headersOf({ era, protocolVersion }: Pick<Handshake, 'era' | 'protocolVersion'>, sessionId: string | null): string[] {
    return era === 'modern' ? modernHeaders(this.#base) : legacyHeaders(this.#base, protocolVersion, sessionId);
  }

  /** A session left behind costs the server memory until it times out; one request tells it. Nobody waits for its fate. */
  async #sayGoodbye(): Promise<void> {
    const opened = this.#opened;
    if (opened === null || opened.sessionId === null) return;
    try {
      const reply = await this.#transport.send({
        method: 'DELETE',
        headers: opened.headers,
        body: null,
        timeoutMs: goodbyeMsMax,
        epoch: opened.server.epoch,
      });
      reply.discard();
    } catch (error) {
      if (!(error instanceof ConnectFailure)) throw error;
    }
  }
}

const isFresh = (opened: Opened) => opened.server.asked && performance.now() - opened.openedAtMs < verdictMsMax;

const closed = () =>
  new ConnectFailure('closed', "The server's settings changed while the request waited.", {
    nextStep: 'Send it again.',
    ran: 'never',
  });
