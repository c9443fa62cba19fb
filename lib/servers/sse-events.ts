import { type SseEvent, type SseMark, SseParser } from '../sse-parser';
import { ConnectFailure } from './connect-failure';
import { notUtf8 } from './failure-of-status';

export type { SseEvent } from '../sse-parser';

/**
 * The events of a server's `text/event-stream`, as they come, a leading BOM left out.
 * @param onMark hears of `id` and `retry` in events without data, as servers send to be resumed after
 * @throws ConnectFailure `protocol` when the stream is not UTF-8, `too_large` when one event, or one line, grows beyond `maxEventBytes` (counted in UTF-16 units)
 */
export async function* parseSse(
  chunks: AsyncIterable<Buffer>,
  maxEventBytes: number,
  onMark?: (mark: SseMark) => void,
): AsyncGenerator<SseEvent> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SseParser(maxEventBytes, () => eventTooLarge(maxEventBytes), onMark);
  for await (const chunk of chunks) yield* parser.push(decode(decoder, chunk));
}

function decode(decoder: TextDecoder, chunk: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw notUtf8();
  }
}

const eventTooLarge = (lengthMax: number) =>
  new ConnectFailure('too_large', `One event of the answer is larger than ${Math.round(lengthMax / 1024)} KiB.`, {
    nextStep: 'Ask for less, or in pages.',
  });
