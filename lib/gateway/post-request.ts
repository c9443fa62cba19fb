import type { RequestHold, ServerConnection, ServerReply } from '../servers/connections';
import type { Call } from './answer-call';
import { buildRequest } from './build-request';
import { noCapabilities } from './client-capabilities';
import { wantedLevel } from './log-level';
import { paramHeaderValues } from './param-headers';
import { type ReplyFailure, readReply } from './read-reply';

export interface Posting {
  inputResponses: string | null;
  requestState: string | null;
  signal: AbortSignal;
  /** The id under which the server knows the request, before it has it. */
  onSent(id: number): void;
  /** Given the request as it is sent: the server may ask before its answer begins. */
  onStarted?(request: RequestHold): void;
  onPause(retryMs: number): void;
}

/** How a server took a request: with JSON text, with a stream to read, or not at all. */
export type Posted =
  | { kind: 'json'; text: string }
  | { kind: 'events'; reply: ServerReply }
  | { failure: ReplyFailure };

/**
 * Sends a call's request to its server. A server that says that it did not take it (lost session, refused revision) gets it once more
 * after a fresh handshake: nothing has run, so nothing runs twice.
 * @throws ConnectFailure
 */
export async function postRequest(call: Call, connection: ServerConnection, posting: Posting): Promise<Posted> {
  const first = await attempt(call, connection, posting);
  if (!('epoch' in first)) return first;
  connection.reset(first.epoch);
  const second = await attempt(call, connection, posting);
  return 'epoch' in second ? { failure: second.failure } : second;
}

async function attempt(
  call: Call,
  connection: ServerConnection,
  { inputResponses, requestState, signal, onSent, onStarted, onPause }: Posting,
): Promise<Posted | { failure: ReplyFailure; epoch: number }> {
  const { river, exchange, route } = call;
  call.askedMs ??= river.deps.monotonicMs();
  const era = connection.era ?? (await connection.open()).era;
  const inSession = connection.canAsk;
  const id = river.nextMessageId();
  onSent(id);
  const message = buildRequest(exchange.message, route, {
    id,
    era,
    version: river.deps.version,
    capabilities: exchange.acceptsStream || exchange.era === 'modern' ? exchange.capabilities : noCapabilities,
    logLevel: era === 'modern' ? wantedLevel(exchange) : null,
    inputResponses: era === 'modern' ? inputResponses : null,
    requestState: era === 'modern' ? requestState : null,
  });
  const reply = await connection.post(message, {
    id,
    method: route.method,
    timeoutMs: route.server.timeoutMs,
    signal,
    ...(onStarted === undefined ? {} : { onStarted }),
    ...(exchange.session === null ? {} : { onPause }),
    ...(route.method === 'completion/complete' ? {} : { name: route.name }),
    ...(era === 'modern' && route.paramHeaders.length > 0
      ? { paramHeaders: paramHeaderValues(route.paramHeaders, exchange.message.params.arguments) }
      : {}),
    ...(typeof exchange.headers.traceparent === 'string' ? { traceHeaders: traceHeaders(exchange.headers) } : {}),
  });
  const read = readReply(reply, { era, inSession, id });
  const verdict = read instanceof Promise ? await read : read;
  if (verdict.kind === 'events') return { kind: 'events', reply };
  call.answeredMs = river.deps.monotonicMs();
  if (verdict.kind === 'rejected_before_running') return { failure: verdict.failure, epoch: reply.epoch };
  // What became of this request is the client's to find out; the next one finds the server as it is now.
  if (verdict.isDoubtful) connection.reset(reply.epoch);
  return verdict.kind === 'failure' ? { failure: verdict.failure } : { kind: 'json', text: verdict.text };
}

/** W3C Trace Context: the one thing of a client's HTTP headers that travels on. */
function traceHeaders({ traceparent, tracestate, baggage }: Call['exchange']['headers']): Record<string, string> {
  const given = Object.entries({ traceparent, tracestate, baggage });
  return Object.fromEntries(given.filter((one): one is [string, string] => typeof one[1] === 'string'));
}

/** Before 2026-07-28 hanging up cancels nothing: a server has to be told (2025-11-25, Cancellation). Nobody waits for what it says. */
export function tellCancelled(connection: ServerConnection, requestId: number): void {
  const params = { requestId, reason: 'The client does not wait any more.' };
  const message = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/cancelled', params });
  connection.post(message, { method: 'notifications/cancelled', timeoutMs: cancelMsMax }).then(
    (reply) => reply.discard(),
    () => undefined,
  );
}

const cancelMsMax = 5_000;
