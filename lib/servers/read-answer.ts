import type { ServerReply } from './connections';
import { isJsonObject, type JsonObject } from './json-object';
import { parseMessage } from './parse-message';
import { parseSse } from './sse-events';

export interface Answer {
  message: JsonObject;
  /** The message as the server wrote it. */
  text: string;
}

/**
 * The JSON-RPC answer to request `id` in a reply, as JSON or from an event stream; null when there is none.
 * An error without an id counts as the answer: it is what servers say about a request that they could not read.
 * @param onOther gets each other message of the stream, such as a server's ping, and is waited for before the next one
 * @throws ConnectFailure when the reply breaks off or is larger than `bytesMax`
 */
export async function readAnswer(
  reply: ServerReply,
  id: string,
  bytesMax: number,
  onOther: (message: JsonObject) => Promise<void> = async () => {},
): Promise<Answer | null> {
  if (reply.contentType === 'text/html') {
    reply.discard();
    return null;
  }
  if (reply.contentType !== 'text/event-stream') {
    const text = await reply.text(bytesMax);
    const message = parseMessage(text);
    return message !== null && isAnswerTo(message, id) ? { message, text } : null;
  }
  for await (const { data } of parseSse(reply.body, bytesMax)) {
    const message = parseMessage(data);
    if (message === null) continue;
    if (isAnswerTo(message, id)) return { message, text: data };
    await onOther(message);
  }
  return null;
}

function isAnswerTo(message: JsonObject, id: string): boolean {
  if (message.method !== undefined) return false;
  if (message.id === id) return isJsonObject(message.result) || isJsonObject(message.error);
  return (message.id === null || message.id === undefined) && isJsonObject(message.error);
}
