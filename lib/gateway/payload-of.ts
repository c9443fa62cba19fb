import { recordedText } from '../calls/recorded-text';
import { sealPayload } from '../calls/sealed-payload';
import { member, slice } from '../json-spans';
import type { Call } from './answer-call';
import type { CallRecord } from './deps';

/**
 * What is recorded of a call, where its server is one that is recorded: the arguments as the client wrote them and the answer as it gets it,
 * both redacted and cut. Nothing of it is read before it is asked for.
 * @param answer `"result":…` or `"error":…`; null where the client gets none
 */
export function payloadOf({ route, exchange, river }: Call, answer: string | null): CallRecord['payload'] {
  const { hidesField } = route.server;
  if (hidesField === null) return null;
  const { text, paramSpans } = exchange.message;
  return (callId) => {
    const given = member(paramSpans, 'arguments');
    return sealPayload(river.deps.sealer, callId, {
      arguments: recordedText(given === undefined ? '{}' : slice(text, given), hidesField),
      answer: answer === null ? null : recordedText(`{${answer}}`, hidesField),
    });
  };
}
