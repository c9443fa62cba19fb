import { ConnectFailure } from './connect-failure';
import { notUtf8 } from './failure-of-status';

export interface SseEvent {
  data: string;
  /** `message` unless the server named it. */
  event: string;
  /** The last `id` that the stream gave, in this event or before; null without one. What to resume after. */
  id: string | null;
  /** How long the server asked to wait before a reconnect, in ms; null unless it did, in this event or before. */
  retryMs: number | null;
}

/**
 * The events of a `text/event-stream`, as they come (WHATWG HTML §9.2.6): LF, CR and CRLF, comments, several data lines, a
 * leading BOM. An event without data, and one that the stream ends in, is dropped; its `id` and `retry` count all the same.
 * @param onMark hears of `id` and `retry` in events without data, as servers send to be resumed after
 * @throws ConnectFailure `protocol` when the stream is not UTF-8, `too_large` when one event, or one line, grows beyond `maxEventBytes` (counted in UTF-16 units)
 */
export async function* parseSse(
  chunks: AsyncIterable<Buffer>,
  maxEventBytes: number,
  onMark?: (mark: Pick<SseEvent, 'id' | 'retryMs'>) => void,
): AsyncGenerator<SseEvent> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SseParser(maxEventBytes, onMark);
  for await (const chunk of chunks) yield* parser.push(decode(decoder, chunk));
}

function decode(decoder: TextDecoder, chunk: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw notUtf8();
  }
}

class SseParser {
  /** What has come of a line that has not ended. Nothing looks into it before it does, so that a long line costs its length, not its square. */
  #line = '';
  #isAfterCr = false;
  #data: string[] = [];
  #dataLength = 0;
  #event = '';
  #id: string | null = null;
  #retryMs: number | null = null;

  constructor(
    private readonly lengthMax: number,
    private readonly onMark: ((mark: Pick<SseEvent, 'id' | 'retryMs'>) => void) | undefined,
  ) {}

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
    if (this.#line.length + this.#dataLength > this.lengthMax) throw eventTooLarge(this.lengthMax);
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
    if (this.#dataLength > this.lengthMax) throw eventTooLarge(this.lengthMax);
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

const eventTooLarge = (lengthMax: number) =>
  new ConnectFailure('too_large', `One event of the answer is larger than ${Math.round(lengthMax / 1024)} KiB.`, {
    nextStep: 'Ask for less, or in pages.',
  });
