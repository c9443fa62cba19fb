import { errors } from 'undici';
import type { CancelSignal } from './cancellation';
import { type ConnectFailure, isConnectFailure } from './connect-failure';
import type { ServerReply } from './connections';
import { tooLarge } from './failure-of-status';
import { frameEvent } from './frame-event';
import { joinText } from './join-text';
import { type Limits, Timed } from './request-clock';
import type { Slots } from './slots';

/** Notes beyond this are dropped while nobody reads: they tell of the past by then, and the stream serves others too. */
const waitingBytesMax = 4 * 1024 * 1024;

export interface SseReplyOptions {
  epoch: number;
  limits: Limits;
  slots: Slots;
  signal: CancelSignal | undefined;
  explain(error: unknown, hasBegun: boolean): ConnectFailure;
  /** Called once, however it ended. */
  onDone(): void;
}

/** The answer to one request of HTTP+SSE, gathered from the stream that all of them share. */
export class SseReply extends Timed implements ServerReply {
  readonly status = 200;
  readonly contentType = 'text/event-stream';
  readonly redirectOrigin = null;
  readonly epoch: number;
  /** Resolves with the first event, or with the end. */
  readonly begun: Promise<void>;
  #begin = () => {};
  #hasBegun = false;
  #chunks: Buffer[] = [];
  #waitingBytes = 0;
  #isOver = false;
  #failure: ConnectFailure | null = null;
  #wake: (() => void) | null = null;

  constructor(private readonly options: SseReplyOptions) {
    super();
    this.epoch = options.epoch;
    this.begun = new Promise((resolve) => {
      this.#begin = resolve;
    });
    options.signal?.addEventListener('abort', this.#onAbort);
  }

  protected get slots(): Slots {
    return this.options.slots;
  }

  protected get limits(): Limits {
    return this.options.limits;
  }

  protected readonly isWaiting = true;

  protected onIdle(): void {
    this.fail(this.#hasBegun ? new errors.BodyTimeoutError() : new errors.HeadersTimeoutError());
  }

  protected onOverdue(failure: ConnectFailure): void {
    this.fail(failure);
  }

  readonly #onAbort = () => this.fail(this.options.signal?.reason ?? new Error('cancelled'));

  header(): undefined {}

  note(text: string): void {
    if (this.#isOver) return;
    this.touch();
    if (this.#waitingBytes < waitingBytesMax) this.#push(text);
  }

  finish(text: string): void {
    if (this.#isOver) return;
    this.#push(text);
    this.#end(null);
  }

  fail(error: unknown): void {
    if (this.#isOver) return;
    this.#end(isConnectFailure(error) ? error : this.options.explain(error, this.#hasBegun));
  }

  discard(): void {
    this.#chunks = [];
    this.#end(null);
  }

  text(bytesMax: number): Promise<string> {
    return joinText(this.body, bytesMax, () => tooLarge(bytesMax));
  }

  get body(): AsyncIterable<Buffer> {
    return this.#pieces();
  }

  async *#pieces(): AsyncGenerator<Buffer> {
    try {
      for (;;) {
        const chunk = this.#chunks.shift();
        if (chunk !== undefined) {
          this.#waitingBytes -= chunk.length;
          yield chunk;
        } else if (this.#failure !== null) throw this.#failure;
        else if (this.#isOver) return;
        else {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
        }
      }
    } finally {
      this.discard();
    }
  }

  #push(text: string): void {
    const chunk = Buffer.from(frameEvent(text));
    this.#chunks.push(chunk);
    this.#waitingBytes += chunk.length;
    this.#hasBegun = true;
    this.#begin();
    this.#wakeReader();
  }

  #end(failure: ConnectFailure | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#failure = failure;
    this.options.signal?.removeEventListener('abort', this.#onAbort);
    this.#begin();
    this.#wakeReader();
    this.leave();
    this.options.onDone();
  }

  #wakeReader(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
