import { type SseMark, SseParser } from '../sse-parser';
import { Interruption, isEventStream, type WireAnswer } from './wire';

/** As much as the gateway itself takes from a server. */
const answerBytesMax = 32 * 1024 * 1024;

/** An answer that is larger than anything that makes sense. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';

  constructor() {
    super(`The answer is larger than ${answerBytesMax / 1024 / 1024} MiB. Ask for less, or in pages.`);
  }
}

/**
 * The messages of an answer, as JSON texts: of an event stream as they come, else the one that it is; none for an empty one.
 * @param onMark hears what the stream says of itself, before the message that it stands with
 * @throws Interruption, TooLarge
 */
export async function* readMessages(answer: WireAnswer, onMark?: (mark: SseMark) => void): AsyncGenerator<string> {
  if (!isEventStream(answer.headers)) {
    const text = await readText(answer);
    if (text.trim() !== '') yield text;
    return;
  }
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parser = new SseParser(answerBytesMax, () => new TooLarge(), onMark);
  for await (const piece of answer.body) {
    for (const event of parser.push(decode(decoder, piece))) {
      onMark?.(event);
      if (event.data !== '') yield event.data;
    }
  }
}

function decode(decoder: TextDecoder, piece: Buffer): string {
  try {
    return decoder.decode(piece, { stream: true });
  } catch (error) {
    throw new Interruption(true, 'NOT_UTF8', error);
  }
}

/** The whole body. @throws Interruption, TooLarge */
export async function readText({ body }: WireAnswer): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > answerBytesMax) throw new TooLarge();
    parts.push(piece);
  }
  return Buffer.concat(parts, bytes).toString('utf8');
}
