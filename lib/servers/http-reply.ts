import { type Dispatcher, errors } from 'undici';
import type { ConnectFailure } from './connect-failure';
import type { ServerReply } from './connections';
import type { Progress } from './failure-of-error';
import { compressed, tooLarge } from './failure-of-status';

type Controller = Dispatcher.DispatchController;
type Headers = Record<string, string | string[] | undefined>;

/** Bytes that may wait for a slow reader before the socket is paused. */
const waitingBytesMax = 64 * 1024;
/** What a discarded answer may still send before its connection is cut; most end at once, and the connection serves again. */
const discardedBytesMax = 64 * 1024;
const discardedMsMax = 500;
/** However steadily its events come, a stream ends. */
const streamMsMax = 3_600_000;

interface ReplyOptions {
  epoch: number;
  /** How long an answer that is read whole may take from its first byte to its last: pieces that keep coming never set it back. */
  wholeMsMax: number;
  explain(error: unknown, progress: Progress): ConnectFailure;
  /** The request is over, however it ended; called once. */
  onDone(): void;
}

/**
 * One request's answer, straight from undici's parser: no stream object in between, because a call costs its caller's time.
 * `ready` settles when the answer begins; small answers are whole by then and `text()` only joins them.
 */
export class HttpReply implements Dispatcher.DispatchHandler, ServerReply {
  readonly ready: Promise<HttpReply>;
  readonly epoch: number;
  status = 0;
  headers: Headers = {};
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
  /** Each 1xx sets undici's clock back: a server that sends them for ever would never be late. */
  #interimLeft = 8;

  constructor(private readonly options: ReplyOptions) {
    this.epoch = options.epoch;
    this.ready = new Promise((resolve, reject) => {
      this.#begin = resolve;
      this.#refuse = reject;
    });
  }

  get contentType(): string {
    return (this.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
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
    this.#progress = 'answering';
    this.status = status;
    this.headers = headers;
    const encoding = this.header('content-encoding');
    if (encoding === undefined || encoding === 'identity') this.#begin(this);
    else this.fail(compressed(encoding));
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#isOver) return;
    this.#waitingBytes += chunk.length;
    if (this.#isDiscarded) {
      if (this.#waitingBytes > discardedBytesMax) this.#cut();
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
    this.#end(this.options.explain(error, this.#progress));
  }

  /** Ends the request from our side: a deadline, a cancellation. */
  fail(error: unknown): void {
    if (this.#isOver) return;
    const failure = this.options.explain(error, this.#progress);
    this.#end(failure);
    this.#controller?.abort(failure);
  }

  discard(): void {
    this.#chunks = [];
    if (this.#isOver || this.#isDiscarded) return;
    this.#isDiscarded = true;
    this.#waitingBytes = 0;
    this.#controller?.resume();
    const timer = setTimeout(() => this.#cut(), discardedMsMax).unref();
    this.#onOver = () => clearTimeout(timer);
  }

  text(bytesMax: number): string | Promise<string> {
    if (!this.#isOver || this.#failure !== null) return this.#collect(bytesMax);
    const chunks = this.#takeAll() ?? [];
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (bytes > bytesMax) throw tooLarge(bytesMax);
    return chunks.length === 1 ? String(chunks[0]) : Buffer.concat(chunks, bytes).toString();
  }

  async #collect(bytesMax: number): Promise<string> {
    const timer = this.#failAfter(this.options.wholeMsMax);
    try {
      return await this.#join(bytesMax);
    } finally {
      clearTimeout(timer);
    }
  }

  #failAfter(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.fail(new errors.BodyTimeoutError()), ms);
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
    return Buffer.concat(parts, bytes).toString();
  }

  get body(): AsyncIterable<Buffer> {
    return this.#pieces();
  }

  async *#pieces(): AsyncGenerator<Buffer> {
    const timer = this.#failAfter(streamMsMax);
    try {
      for (let chunks = await this.#next(); chunks !== null; chunks = await this.#next()) yield* chunks;
    } finally {
      clearTimeout(timer);
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

  #cut(): void {
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
    this.options.onDone();
  }

  #wakeReader(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
