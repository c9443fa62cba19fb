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
  #rest = '';
  /** Where in `rest` no line end has been found yet, so that a long line is scanned once. */
  #scanned = 0;
  #isAfterCr = false;
  #data: string[] = [];
  #dataLength = 0;
  #event = '';

  constructor(private readonly lengthMax: number) {}

  push(text: string): SseEvent[] {
    if (text === '') return [];
    const events: SseEvent[] = [];
    this.#rest += this.#isAfterCr && text.startsWith('\n') ? text.slice(1) : text;
    this.#isAfterCr = false;
    let from = 0;
    for (let end = this.#lineEnd(this.#scanned); end !== -1; end = this.#lineEnd(from)) {
      this.#readLine(this.#rest.slice(from, end), events);
      from = end + 1;
      if (this.#rest[end] !== '\r') continue;
      if (this.#rest[from] === '\n') from += 1;
      else this.#isAfterCr = from === this.#rest.length;
    }
    this.#rest = this.#rest.slice(from);
    this.#scanned = this.#rest.length;
    if (this.#rest.length + this.#dataLength > this.lengthMax) throw eventTooLarge(this.lengthMax);
    return events;
  }

  #lineEnd(from: number): number {
    const lf = this.#rest.indexOf('\n', from);
    const cr = this.#rest.slice(from, lf === -1 ? undefined : lf).indexOf('\r');
    return cr === -1 ? lf : from + cr;
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
