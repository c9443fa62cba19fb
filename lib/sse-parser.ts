export interface SseEvent {
  data: string;
  /** `message` unless the server named it. */
  event: string;
  /** The last `id` that the stream gave, in this event or before; null without one. What to resume after. */
  id: string | null;
  /** How long the server asked to wait before a reconnect, in ms; null unless it did, in this event or before. */
  retryMs: number | null;
}

/** What an event says of the stream itself; servers send some without data, only to be resumed after. */
export type SseMark = Pick<SseEvent, 'id' | 'retryMs'>;

/**
 * Reads a decoded `text/event-stream` piece by piece (WHATWG HTML §9.2.6): LF, CR and CRLF, comments, several data lines. An event
 * without data, and one that the stream ends in, is dropped; its `id` and `retry` count all the same.
 */
export class SseParser {
  /** What has come of a line that has not ended. Nothing looks into it before it does, so that a long line costs its length, not its square. */
  #line = '';
  #isAfterCr = false;
  #data: string[] = [];
  #dataLength = 0;
  #event = '';
  #id: string | null = null;
  #retryMs: number | null = null;

  /**
   * @param lengthMax of one event, or one line, in UTF-16 units
   * @param tooLarge what is thrown beyond that
   * @param onMark hears of `id` and `retry` in events without data
   */
  constructor(
    private readonly lengthMax: number,
    private readonly tooLarge: () => Error,
    private readonly onMark?: (mark: SseMark) => void,
  ) {}

  /** The events that the next piece of the stream completes. */
  push(chunk: string): SseEvent[] {
    if (chunk === '') return [];
    const events: SseEvent[] = [];
    const text = this.#isAfterCr && chunk.startsWith('\n') ? chunk.slice(1) : chunk;
    this.#isAfterCr = text.endsWith('\r');
    let from = 0;
    for (const { 0: end, index } of text.matchAll(/\r\n|\r|\n/g)) {
      const line = this.#line + text.slice(from, index);
      this.#line = '';
      from = index + end.length;
      this.#readLine(line, events);
    }
    this.#line += text.slice(from);
    if (this.#line.length + this.#dataLength > this.lengthMax) throw this.tooLarge();
    return events;
  }

  #readLine(line: string, events: SseEvent[]): void {
    if (line === '') {
      this.#dispatch(events);
      return;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'event') this.#event = value;
    if (field === 'id' && !value.includes('\0')) this.#id = value;
    if (field === 'retry' && /^\d{1,9}$/.test(value)) this.#retryMs = Number(value);
    if (field !== 'data') return;
    this.#data.push(value);
    this.#dataLength += value.length + 1;
    if (this.#dataLength > this.lengthMax) throw this.tooLarge();
  }

  #dispatch(events: SseEvent[]): void {
    const [id, retryMs] = [this.#id, this.#retryMs];
    if (this.#data.length > 0)
      events.push({ data: this.#data.join('\n'), event: this.#event || 'message', id, retryMs });
    else this.onMark?.({ id, retryMs });
    this.#data = [];
    this.#dataLength = 0;
    this.#event = '';
  }
}
