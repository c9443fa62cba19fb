import type { IncomingHttpHeaders } from 'node:http';
import type { Flight } from './flight';
import { hear, isObject } from './message';
import type { Parts } from './parts';
import { readText } from './read-messages';
import { isRepeatable } from './repeatable';
import { tell } from './tell';
import type { WireAnswer } from './wire';

/** An answer that is no success. */
export interface Refusal {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The error in it; null where the gateway did not write it. */
  rpc: { id: string | null; code: number; message: string; data: unknown } | null;
}

const waitMsMax = 60_000;

/** @throws Interruption, TooLarge */
export async function readRefusal(answer: WireAnswer): Promise<Refusal> {
  const { status, headers } = answer;
  const text = await readText(answer);
  const heard = hear(text);
  const error = heard?.value.jsonrpc === '2.0' && isObject(heard.value.error) ? heard.value.error : null;
  if (heard === null || error === null || typeof error.code !== 'number') return { status, headers, text, rpc: null };
  const { code, data } = error;
  return { status, headers, text, rpc: { id: heard.id, code, message: String(error.message), data } };
}

/** `Retry-After` in ms, at most a minute; 0 without one that is a number. */
export function retryAfterMs({ headers }: Refusal): number {
  const seconds = Number(headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds * 1_000, waitMsMax) : 0;
}

/** The gateway's own words where it has any, under the ids that wait for them, with what only its headers say. */
export async function describeRefusal(parts: Parts, flight: Flight, refusal: Refusal): Promise<void> {
  const { status, headers, text, rpc } = refusal;
  const { origin } = parts;
  if (rpc === null) {
    const redirect = status >= 300 && status < 400 ? headers.location : undefined;
    const words =
      redirect !== undefined && URL.canParse(redirect, origin)
        ? `${origin} sends its visitors to ${new URL(redirect, origin).origin}. Set AEROSTACK_URL to that if you trust it.`
        : `${origin} answers, but not as Aerostack does (HTTP ${status}). Check AEROSTACK_URL and what stands before it.`;
    const mayHaveRun = isRepeatable(flight.message) ? null : status >= 500;
    return tell(parts, flight, { words, reason: 'not_aerostack', mayHaveRun });
  }
  const { code, message } = rpc;
  if (status === 429) {
    const retryAfterSeconds = Math.ceil(retryAfterMs(refusal) / 1_000);
    const words = `${message}. Try again in ${retryAfterSeconds} s.`;
    return tell(parts, flight, { code, words, reason: 'rate_limited', mayHaveRun: null, retryAfterSeconds });
  }
  if (status === 401) {
    const words = `${message} Then set AEROSTACK_MCP_TOKEN to it where this client starts aerostack bridge, and start the client again.`;
    return tell(parts, flight, { code, words, reason: 'unauthorized', mayHaveRun: null });
  }
  const isOwn = rpc.id !== null && flight.open.delete(rpc.id);
  if (isOwn && !flight.isUnwanted) await parts.out.write(text);
  await tell(parts, flight, { code, words: message, reason: 'refused', mayHaveRun: null });
}
