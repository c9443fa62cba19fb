import { ConnectFailure } from './connect-failure';

export interface SseEvent {
  data: string;
  /** `message` unless the server named it. */
  event: string;
}

/**
 * The events of a `text/event-stream`, as they come (WHATWG HTML §9.2.6): LF, CR and CRLF, comments, several data lines, a
 * leading BOM. `id` and `retry` mean nothing here. An event without data, and one that the stream ends in, is dropped.
 * @throws ConnectFailure `too_large` when one event, or one line, grows beyond `maxEventBytes` (counted in UTF-16 units)
 */
export async function* parseSse(chunks: AsyncIterable<Buffer>, maxEventBytes: number): AsyncGenerator<SseEvent> {
  const decoder = new TextDecoder();
  const parser = new SseParser(maxEventBytes);
  for await (const chunk of chunks) yield* parser.push(decoder.decode(chunk, { stream: true }));
}

class SseParser {
  /** What has come of a line that has not ended. Nothing looks into it before it does, so that a long line costs its length, not its square. */
  #line = '';
  #isAfterCr = false;
  #data: string[] = [];
  #dataLength = 0;
  #event = '';

  constructor(private readonly lengthMax: number) {}

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
    if (field !== 'data') return;
    this.#data.push(value);
    this.#dataLength += value.length + 1;
    if (this.#dataLength > this.lengthMax) throw eventTooLarge(this.lengthMax);
  }

  #dispatch(events: SseEvent[]): void {
    if (this.#data.length > 0) events.push({ data: this.#data.join('\n'), event: this.#event || 'message' });
    this.#data = [];
    this.#dataLength = 0;
    this.#event = '';
  }
}

const eventTooLarge = (lengthMax: number) =>
  new ConnectFailure('too_large', `One event of the answer is larger than ${Math.round(lengthMax / 1024)} KiB.`, {
    nextStep: 'Ask for less, or in pages.',
  });
