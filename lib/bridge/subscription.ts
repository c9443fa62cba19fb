import { metaKeys } from '../mcp-protocol';
import type { Flight } from './flight';
import { hear, isObject } from './message';
import type { Parts } from './parts';
import { Patience } from './patience';
import { readMessages } from './read-messages';
import { describeRefusal, type Refusal, readRefusal, retryAfterMs } from './refusal';
import { headersFor } from './request-headers';
import { changingLists } from './session';
import { tell } from './tell';
import { Interruption } from './wire';

/** How long the gateway may be away before a client that has not heard a word is told so. */
const firstMsMax = 30_000;
const goodMsMin = 10_000;

interface State {
  /** What the gateway agreed to tell of; null before it did. */
  honoured: Record<string, unknown> | null;
  /** The end that the gateway gave; kept back as long as it can be begun again. */
  end: string | null;
}

/**
 * Carries subscriptions/listen, a request that is answered when nothing more is to be heard. On stdio it lasts as long as the client
 * wants it: where the gateway is restarted between, it is asked again, and the client hears that everything may have changed. Never rejects.
 */
export async function carrySubscription(parts: Parts, flight: Flight): Promise<void> {
  const state: State = { honoured: null, end: null };
  const first = new Patience(firstMsMax);
  const later = new Patience(Number.POSITIVE_INFINITY);
  for (;;) {
    const beganMs = performance.now();
    const refusal = await listen(parts, flight, state).catch((error: unknown) => error);
    if (flight.isUnwanted || flight.open.size === 0) return;
    if (performance.now() - beganMs > goodMsMin) later.reset();
    const patience = state.honoured === null ? first : later;
    const mayPass = refusal === null || !isRefusal(refusal) || refusal.status === 429 || refusal.status >= 500;
    const atLeastMs = isRefusal(refusal) ? retryAfterMs(refusal) : 0;
    if (mayPass && (await patience.wait(flight.signal, atLeastMs))) continue;
    return finish(parts, flight, state, refusal);
  }
}

/** Null for a stream that has ended. @throws Interruption, TooLarge */
async function listen(parts: Parts, flight: Flight, state: State): Promise<Refusal | null> {
  const { message, signal } = flight;
  const headers = headersFor(parts, message);
  const answer = await parts.wire({ method: 'POST', headers, body: message.body, signal });
  if (answer.status !== 200) return readRefusal(answer);
  try {
    for await (const text of readMessages(answer)) await pass(parts, flight, state, text);
  } finally {
    answer.discard();
  }
  return null;
}

async function pass(parts: Parts, flight: Flight, state: State, text: string): Promise<void> {
  const heard = hear(text);
  if (heard === null) throw new Interruption(true, 'NOT_JSON');
  if (heard.isResponse) {
    state.end = text;
    if ('error' in heard.value || Object.keys(state.honoured ?? {}).length === 0) await say(parts, flight, text);
    return;
  }
  if (heard.value.method !== 'notifications/subscriptions/acknowledged') return parts.out.write(text);
  const { params } = heard.value;
  const honoured = isObject(params) && isObject(params.notifications) ? params.notifications : {};
  const isAgain = state.honoured !== null;
  state.honoured = honoured;
  if (!isAgain) return parts.out.write(text);
  for (const missed of whatMayHaveChanged(honoured, flight)) await parts.out.write(missed);
}

async function say(parts: Parts, flight: Flight, end: string): Promise<void> {
  flight.open.clear();
  await parts.out.write(end);
}

function whatMayHaveChanged(honoured: Record<string, unknown>, { message }: Flight): string[] {
  const meta = `"_meta":{"${metaKeys.subscriptionId}":${message.ids[0]}}`;
  const note = (method: string, members: string) =>
    `{"jsonrpc":"2.0","method":"notifications/${method}","params":{${members}${meta}}}`;
  const lists = changingLists.filter((list) => honoured[`${list}ListChanged`] === true);
  const uris = Array.isArray(honoured.resourceSubscriptions) ? honoured.resourceSubscriptions : [];
  return [
    ...lists.map((list) => note(`${list}/list_changed`, '')),
    ...uris.map((uri) => note('resources/updated', `"uri":${JSON.stringify(uri)},`)),
  ];
}

async function finish(parts: Parts, flight: Flight, { end }: State, refusal: unknown): Promise<void> {
  if (end !== null) return say(parts, flight, end);
  if (isRefusal(refusal)) return describeRefusal(parts, flight, refusal);
  const words =
    refusal instanceof Interruption ? parts.explain(refusal.code) : `The connection to ${parts.origin} broke off.`;
  return tell(parts, flight, { words, reason: 'unreachable', mayHaveRun: null });
}

const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'status' in value && 'rpc' in value;
