import { frameEvent } from '../servers/frame-event';
import { keepAliveFrame, keepAliveMs } from './keep-alive';

/** What is kept for a client that comes back: the newest of it, when there is more. */
const keptFramesMax = 1_000;
const keptCharsMax = 4 * 1024 * 1024;
/** After how long a reader that lost its connection should come back; browsers wait for about as long by themselves. */
const retryMsDefault = 1_000;

/**
 * A stream of messages that outlives the connections that read it: whoever comes back to a session's stream with the id of the last
 * event gets what came after it (2025-11-25, Streamable HTTP, Resumability and Redelivery). One reader at a time, the latest.
 */
export class EventStream {
  /** One after the other, the newest at the end: a frame is found by its place. */
  #frames: string[] = [];
  #chars = 0;
  #seq = 0;
  #isOver = false;
  #pauseMs: number | null = null;
  /** The last frame that was handed to a reader. */
  #read = 0;
  #reader = 0;
  #readers = 0;
  #wake: (() => void) | null = null;

  /**
   * @param id names the stream in its events' ids; empty for a stream whose events have none
   * @param primes whether the first event is an empty one that only carries an id, as 2025-11-25 wants it and older clients do not understand
   */
  constructor(
    readonly id: string,
    private readonly primes: boolean,
  ) {}

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether somebody is there to hear what comes. */
  get isRead(): boolean {
    return this.#readers > 0;
  }

  /** What is kept of it, in characters. */
  get keptChars(): number {
    return this.#chars;
  }

  /** @param isNote what may be lost when a reader is too slow: it is not kept beyond the bound, while questions and answers always are */
  push(text: string, isNote = false): void {
    if (this.#isOver) return;
    while (this.#isFull && this.#seq - this.#frames.length < this.#read) {
      this.#chars -= this.#frames.shift()?.length ?? 0;
    }
    if (isNote && this.#isFull) return;
    this.#seq += 1;
    const one = frameEvent(text, this.id === '' ? undefined : `${this.id}.${this.#seq}`);
    this.#frames.push(one);
    this.#chars += one.length;
    this.#wake?.();
  }

  get #isFull(): boolean {
    return this.#frames.length >= keptFramesMax || this.#chars >= keptCharsMax;
  }

  /** The reader is sent away, to come back after this time; what happens meanwhile is kept for it. */
  pause(retryMs: number): void {
    if (!this.primes) return;
    this.#pauseMs = retryMs;
    this.#wake?.();
  }

  end(): void {
    this.#isOver = true;
    this.#wake?.();
  }

  /**
   * The frames after `seq`, as they come, until the stream is over or another reader takes it. Null for a reader that has read nothing:
   * it gets what nobody else got (2025-11-25: a server must not send a message on two streams).
   */
  async *read(seq: number | null): AsyncGenerator<string> {
    this.#reader += 1;
    const reader = this.#reader;
    this.#readers += 1;
    this.#wake?.();
    try {
      yield* this.#follow(seq, () => reader === this.#reader);
    } finally {
      this.#readers -= 1;
    }
  }

  async *#follow(seq: number | null, isLatest: () => boolean): AsyncGenerator<string> {
    // Nobody has read what is not there yet.
    let at = Math.min(seq ?? this.#read, this.#seq);
    if (this.primes && seq === null) yield `retry: ${retryMsDefault}\nid: ${this.id}.${at}\ndata: \n\n`;
    while (isLatest()) {
      const forgotten = this.#seq - this.#frames.length;
      at = Math.max(at, forgotten);
      const next = this.#frames[at - forgotten];
      if (next !== undefined) {
        at += 1;
        this.#read = Math.max(this.#read, at);
        yield next;
      } else if (this.#isOver) return;
      else if (this.#pauseMs !== null) {
        const retryMs = this.#pauseMs;
        this.#pauseMs = null;
        yield `retry: ${retryMs}\n\n`;
        return;
      } else if (!(await this.#somethingWithin(keepAliveMs))) yield keepAliveFrame;
    }
  }

  #somethingWithin(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isWoken: boolean) => {
        clearTimeout(timer);
        this.#wake = null;
        resolve(isWoken);
      };
      const timer = setTimeout(settle, ms, false);
      this.#wake = () => settle(true);
    });
  }
}
