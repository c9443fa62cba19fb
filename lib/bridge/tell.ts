import { rpcCodes } from '../mcp-protocol';
import type { Flight } from './flight';
import type { Parts } from './parts';

/** Why a message has no answer of the gateway's. */
export interface Trouble {
  code?: number;
  /** Sentences for the person at the client. */
  words: string;
  /** For programs: `unreachable`, `interrupted`, `refused`, … */
  reason: string;
  /** Null where nothing could run: a list, a handshake. */
  mayHaveRun: boolean | null;
  retryAfterSeconds?: number;
}

/** Answers what is still open with an error, or says it on stderr where nobody waits for an answer. */
export async function tell(parts: Parts, flight: Flight, trouble: Trouble): Promise<void> {
  if (flight.isUnwanted || flight.isCancelled) return;
  const { code = rpcCodes.internalError, words, reason, mayHaveRun, retryAfterSeconds } = trouble;
  const ran = { true: ' It may have run: look before you repeat it.', false: ' It did not run.', null: '' };
  const message = words + ran[`${mayHaveRun}`];
  const data = {
    reason,
    ...(mayHaveRun === null ? {} : { mayHaveRun }),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  };
  if (flight.message.ids.length === 0) parts.say(`${flight.message.method ?? 'An answer'} was not delivered. ${words}`);
  for (const id of flight.open) await parts.out.write(errorLine(id, code, message, data));
  flight.open.clear();
}

/** @param id JSON text */
export const errorLine = (id: string, code: number, message: string, data?: unknown): string =>
  `{"jsonrpc":"2.0","id":${id},"error":${JSON.stringify({ code, message, data })}}`;
