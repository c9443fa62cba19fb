import { performance } from 'node:perf_hooks';
import type { CancelSignal } from './cancellation';
import { isConnectFailure } from './connect-failure';
import type { ServerReply } from './connections';
import { tooLarge } from './failure-of-status';
import { frameEvent } from './frame-event';
import { joinText } from './join-text';
import { parseMessage } from './parse-message';
import { isSafeEventId } from './request-headers';
import { parseSse, type SseEvent } from './sse-events';

const eventBytesMax = 32 * 1024 * 1024;
const pauseMsMin = 10;
const pauseMsMax = 10_000;
const pauseMsDefault = 1_000;

interface ResumingOptions {
  id: number | string;
  /** The silence in which a broken stream is asked for again. */
  timeoutMs: number;
  signal: CancelSignal | undefined;
  onPause: ((retryMs: number) => void) | undefined;
  /** The rest of the stream, after the event of this id. @throws ConnectFailure */
  resume(lastEventId: string): Promise<ServerReply>;
}

/**
 * An event stream that may break off before its answer and is then taken up where it did: servers of 2025-11-25 hang up on
 * purpose, to be asked again later (SEP-1699), and networks do it without one. Only a server that numbers its events gets that.
 */
export class ResumingReply implements ServerReply {
  readonly status = 200;
  readonly contentType = 'text/event-stream';
  readonly redirectOrigin = null;
  readonly epoch: number;
  #isDiscarded = false;
  #isHeld = false;
  #isResumed = false;
  #lastEventId: string | null = null;
  #retryMs: number | null = null;
  #lastData = '';
  #heardMs = performance.now();
  #wake: (() => void) | null = null;

  constructor(
    private current: ServerReply,
    private readonly options: ResumingOptions,
  ) {
    this.epoch = current.epoch;
  }

  get body(): AsyncIterable<Buffer> {
    return this.#pieces();
  }

  text(bytesMax: number): Promise<string> {
    return joinText(this.body, bytesMax, () => tooLarge(bytesMax));
  }

  discard(): void {
    this.#isDiscarded = true;
    this.current.discard();
    this.#wake?.();
  }

  hold(): void {
    this.#isHeld = true;
    this.current.hold();
  }

  resume(): void {
    this.#isHeld = false;
    this.#heardMs = performance.now();
    this.current.resume();
  }

  async *#pieces(): AsyncGenerator<Buffer> {
    const onOver = () => this.#wake?.();
    this.options.signal?.addEventListener('abort', onOver);
    try {
      do yield* this.#read();
      while (await this.#takeUp());
    } finally {
      this.options.signal?.removeEventListener('abort', onOver);
      this.discard();
    }
  }

  async *#read(): AsyncGenerator<Buffer> {
    const onMark = ({ id, retryMs }: Pick<SseEvent, 'id' | 'retryMs'>) => {
      if (id !== null && isSafeEventId(id)) this.#lastEventId = id;
      this.#retryMs = retryMs ?? this.#retryMs;
    };
    try {
      for await (const event of parseSse(this.current.body, eventBytesMax, onMark)) {
        onMark(event);
        this.#heardMs = performance.now();
        if (event.data === '') continue; // Sent only for its id.
        this.#lastData = event.data;
        yield Buffer.from(frameEvent(event.data));
        // What is replayed stays open as a stream of its own.
        if (this.#isResumed && this.#hasAnswer()) return;
      }
    } catch (error) {
      const isBroken = isConnectFailure(error) && error.stage === 'closed' && this.options.signal?.aborted !== true;
      if (!isBroken || this.#lastEventId === null) throw error;
    }
  }

  /** False when there is nothing more to wait for. */
  async #takeUp(): Promise<boolean> {
    const lastEventId = this.#lastEventId;
    if (lastEventId === null || this.#isDiscarded || this.#hasAnswer()) return false;
    const isLate = !this.#isHeld && performance.now() - this.#heardMs > this.options.timeoutMs;
    if (isLate) return false;
    const pauseMs = Math.min(Math.max(this.#retryMs ?? pauseMsDefault, pauseMsMin), pauseMsMax);
    this.options.onPause?.(pauseMs);
    await this.#pause(pauseMs);
    if (this.#isDiscarded) return false;
    const reply = await this.options.resume(lastEventId);
    if (reply.status !== 200 || reply.contentType !== 'text/event-stream') {
      reply.discard();
      return false;
    }
    this.current = reply;
    this.#isResumed = true;
    if (this.#isHeld) reply.hold();
    return true;
  }

  #hasAnswer(): boolean {
    const message = parseMessage(this.#lastData);
    return message !== null && message.method === undefined && message.id === this.options.id;
  }

  async #pause(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}
