import { hear, type Message } from './message';
import type { Parts } from './parts';
import { readMessages } from './read-messages';
import { headersFor } from './request-headers';
import type { WireAnswer } from './wire';

const askMsMax = 30_000;

export interface Reply {
  status: number;
  headers: WireAnswer['headers'];
  /** Null where the answer is none, or an error. */
  result: Record<string, unknown> | null;
}

/** Sends a message of the bridge's own, and waits for what comes of it. @throws Interruption, TooLarge */
export async function ask(parts: Parts, message: Message): Promise<Reply> {
  const signal = AbortSignal.any([parts.life, AbortSignal.timeout(askMsMax)]);
  const answer = await parts.wire({ method: 'POST', headers: headersFor(parts, message), body: message.body, signal });
  const { status, headers } = answer;
  try {
    for await (const text of readMessages(answer)) {
      const heard = hear(text);
      if (heard?.isResponse !== true || heard.id !== message.ids[0]) continue;
      const { result } = heard.value;
      return { status, headers, result: typeof result === 'object' ? (result as Record<string, unknown>) : null };
    }
    return { status, headers, result: null };
  } finally {
    answer.discard();
  }
}
