import { isUtf8 } from 'node:buffer';
import { type Dispatcher, errors } from 'undici';
import type { CancelSignal } from './cancellation';
import type { ConnectFailure } from './connect-failure';
import type { RequestHold, ServerReply } from './connections';
import type { Progress } from './failure-of-error';
import { compressed, notUtf8, tooLarge } from './failure-of-status';
import { type Limits, Timed } from './request-clock';
import type { Slots } from './slots';

type Controller = Dispatcher.DispatchController;
type Headers = Record<string, string | string[] | undefined>;

/** Bytes that may wait for a slow reader before the socket is paused. */
const waitingBytesMax = 64 * 1024;
/** What a discarded answer may still send before its connection is cut; most end at once, and the connection serves again. */
const discardedBytesMax = 64 * 1024;
const discardedMsMax = 500;
export interface SendOptions {
  method: 'POST' | 'GET' | 'DELETE';
  /** The endpoint itself unless given. */
  path?: string;
  /** Flat: name, value, name, value. */
  headers: string[];
  body: string | null;
  limits: Limits;
  epoch: number;
  signal?: CancelSignal | undefined;
  onStarted?: ((request: RequestHold) => void) | undefined;
  /** Only a `request` takes one of the server's places: whatever lets another request go on must not wait for it. A `stream` has no deadline either. */
  kind: 'request' | 'message' | 'stream';
}

/** Whom a reply belongs to: methods instead of closures, because there is one of these for every call. */
export interface ReplyOwner {
  readonly slots: Slots;
  explain(error: unknown, progress: Progress, options: SendOptions): ConnectFailure;
  began(reply: HttpReply): void;
  /** The request is over, however it ended; called once. */
  ended(reply: HttpReply, failure: ConnectFailure | null): void;
}

/**
 * One request's answer, straight from undici's parser: no stream object in between, because a call costs its caller's time.
 * `ready` settles when the answer begins; small answers are whole by then and `text()` only joins them.
 */
export class HttpReply extends Timed implements Dispatcher.DispatchHandler, ServerReply {
  readonly ready: Promise<HttpReply>;
  readonly epoch: number;
  status = 0;
  headers: Headers = {};
  /** How often the server had answered anything when this was sent; its owner's. */
  successesBefore = 0;
  #begin: (reply: HttpReply) => void = () => {};
  #refuse: (failure: ConnectFailure) => void = () => {};
  #controller: Controller | null = null;
  #progress: Progress = 'connecting';
  #chunks: Buffer[] = [];
  #waitingBytes = 0;
  #isOver = false;
  #isDiscarded = false;
  #failure: ConnectFailure | null = null;
  #wake: (() => void) | null = null;
  #onOver: (() => void) | null = null;
  #onAbort: (() => void) | null = null;
  /** Each 1xx looks like a sign of life: a server that sends them for ever would never be late. */
  #interimLeft = 8;

  constructor(
    private readonly owner: ReplyOwner,
    readonly options: SendOptions,
  ) {
    super();
    this.epoch = options.epoch;
    this.ready = new Promise((resolve, reject) => {
      this.#begin = resolve;
      this.#refuse = reject;
    });
  }

  protected get slots(): Slots | null {
    return this.options.kind === 'request' ? this.owner.slots : null;
  }

  protected get limits(): Limits {
    return this.options.limits;
  }

  /** Connecting has its own deadline, and a reader who is slow is not the server's fault. */
  protected get isWaiting(): boolean {
    return this.#progress !== 'connecting' && this.#controller?.paused !== true;
  }

  get hasBegun(): boolean {
    return this.#progress === 'answering';
  }

  protected onIdle(): void {
    this.fail(this.hasBegun ? new errors.BodyTimeoutError() : new errors.HeadersTimeoutError());
  }

  protected onOverdue(failure: ConnectFailure): void {
    this.fail(failure);
  }

  /** Ends the request when its caller gives up. To be called once, before it is sent; false when the caller has already. */
  watchSignal(): boolean {
    const { signal } = this.options;
    if (signal === undefined) return true;
    const cancel = () => this.fail(signal.reason ?? new Error('cancelled'));
    if (signal.aborted) cancel();
    else {
      this.#onAbort = cancel;
      signal.addEventListener('abort', cancel);
    }
    return !signal.aborted;
  }

  get contentType(): string {
    const type = this.header('content-type') ?? '';
    const end = type.indexOf(';');
    return (end === -1 ? type : type.slice(0, end)).trim().toLowerCase();
  }

  get redirectOrigin(): string | null {
    const location = this.header('location');
    return location !== undefined && URL.canParse(location) ? new URL(location).origin : null;
  }

  header(headerName: string): string | undefined {
    const value = this.headers[headerName];
    return Array.isArray(value) ? value[0] : value;
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#isOver) controller.abort(this.#failure ?? new Error('discarded'));
    else this.#progress = 'written';
  }

  onResponseStart(_controller: Controller, status: number, headers: Headers): void {
    if (status < 200 && --this.#interimLeft < 0) this.fail(new errors.HeadersTimeoutError());
    if (status < 200) return;
    this.touch();
    this.#progress = 'answering';
    this.status = status;
    this.headers = headers;
    this.owner.began(this);
    const encoding = this.header('content-encoding');
    if (encoding === undefined || encoding === 'identity') this.#begin(this);
    else this.fail(compressed(encoding));
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#isOver) return;
    this.touch();
    this.#waitingBytes += chunk.length;
    if (this.#isDiscarded) {
      if (this.#waitingBytes > discardedBytesMax) this.cut();
      return;
    }
    this.#chunks.push(chunk);
    if (this.#waitingBytes > waitingBytesMax) controller.pause();
    this.#wakeReader();
  }

  onResponseEnd(): void {
    this.#end(null);
  }

  onResponseError(_controller: Controller | null, error: Error): void {
    this.#end(this.owner.explain(error, this.#progress, this.options));
  }

  /** Ends the request from our side: a deadline, a cancellation. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    const failure = this.owner.explain(error, this.#progress, this.options);
    this.#end(failure);
    this.#controller?.abort(failure);
  }

  discard(): void {
    this.#chunks = [];
    if (this.#isOver || this.#isDiscarded) return;
    this.#isDiscarded = true;
    this.#waitingBytes = 0;
    this.#controller?.resume();
    const timer = setTimeout(() => this.cut(), discardedMsMax).unref();
    this.#onOver = () => clearTimeout(timer);
  }

  text(bytesMax: number): string | Promise<string> {
    if (!this.#isOver || this.#failure !== null) return this.#join(bytesMax);
    const chunks = this.#takeAll() ?? [];
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (bytes > bytesMax) throw tooLarge(bytesMax);
    return decode(chunks, bytes);
  }

  async #join(bytesMax: number): Promise<string> {
    const parts: Buffer[] = [];
    let bytes = 0;
    for (let chunks = await this.#next(); chunks !== null; chunks = await this.#next()) {
      for (const chunk of chunks) bytes += chunk.length;
      parts.push(...chunks);
      if (bytes > bytesMax) {
        const failure = tooLarge(bytesMax);
        this.fail(failure);
        throw failure;
      }
    }
    return decode(parts, bytes);
  }

  get body(): AsyncIterable<Buffer> {
    return this.#pieces();
  }

  async *#pieces(): AsyncGenerator<Buffer> {
    try {
      for (let chunks = await this.#next(); chunks !== null; chunks = await this.#next()) yield* chunks;
    } finally {
      this.discard();
    }
  }

  /** What has arrived since the last time; null at the end. One reader at a time. */
  async #next(): Promise<Buffer[] | null> {
    while (this.#chunks.length === 0 && !this.#isOver) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const chunks = this.#takeAll();
    if (chunks === null && this.#failure !== null) throw this.#failure;
    return chunks;
  }

  #takeAll(): Buffer[] | null {
    if (this.#chunks.length === 0) return null;
    const chunks = this.#chunks;
    this.#chunks = [];
    this.#waitingBytes = 0;
    if (!this.#isOver && this.#controller?.paused === true) this.#controller.resume();
    return chunks;
  }

  /** Ends it here and now, its connection with it: for streams, which would go on for ever. */
  cut(): void {
    if (this.#isOver) return;
    this.#end(null);
    this.#controller?.abort(new Error('discarded'));
  }

  #end(failure: ConnectFailure | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#failure = failure;
    if (failure !== null) this.#refuse(failure);
    this.#wakeReader();
    this.#onOver?.();
    if (this.#onAbort !== null) this.options.signal?.removeEventListener('abort', this.#onAbort);
    this.leave();
    this.owner.ended(this, failure);
  }

  #wakeReader(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}

/** Replacing what is not UTF-8 would hand on a text that the server never wrote. */
function decode(chunks: Buffer[], bytes: number): string {
  const whole = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, bytes);
  if (!isUtf8(whole)) throw notUtf8();
  return whole.toString();
}
