import { paramHeaderValues } from '../mcp-param-headers';
import type { Era } from '../mcp-protocol';
import type { CancelSignal } from '../servers/cancellation';
import type { PostOptions, RequestHold, ServerConnection, ServerReply } from '../servers/connections';
import type { Call } from './answer-call';
import { buildRequest } from './build-request';
import { noCapabilities } from './client-capabilities';
import { wantedLevel } from './log-level';
import { type ReplyFailure, readReply } from './read-reply';

export interface Posting {
  inputResponses: string | null;
  requestState: string | null;
  signal: CancelSignal;
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
  const { river } = call;
  call.askedMs ??= river.deps.monotonicMs();
  // One function without another to wait for: on the path of a call each promise costs more than what it waits for.
  for (let isAgain = false; ; isAgain = true) {
    const era = connection.era ?? (await connection.open()).era;
    const inSession = connection.canAsk;
    const id = river.nextMessageId();
    posting.onSent(id);
    const reply = await connection.post(messageFor(call, posting, era, id), optionsFor(call, posting, era, id));
    const read = readReply(reply, { era, inSession, id });
    const verdict = read instanceof Promise ? await read : read;
    if (verdict.kind === 'events') return { kind: 'events', reply };
    call.answeredMs = river.deps.monotonicMs();
    const isRejected = verdict.kind === 'rejected_before_running';
    // What became of a request in doubt is the client's to find out; the next one finds the server as it is now.
    if (isRejected ? !isAgain : verdict.isDoubtful) connection.reset(reply.epoch);
    if (isRejected && !isAgain) continue;
    return verdict.kind === 'json' ? { kind: 'json', text: verdict.text } : { failure: verdict.failure };
  }
}

function messageFor({ river, exchange, route }: Call, posting: Posting, era: Era, id: number): string {
  const isModern = era === 'modern';
  return buildRequest(exchange.message, route, {
    id,
    era,
    version: river.deps.version,
    capabilities: exchange.acceptsStream || exchange.era === 'modern' ? exchange.capabilities : noCapabilities,
    logLevel: isModern ? wantedLevel(exchange) : null,
    inputResponses: isModern ? posting.inputResponses : null,
    requestState: isModern ? posting.requestState : null,
  });
}

function optionsFor({ exchange, route }: Call, posting: Posting, era: Era, id: number): PostOptions {
  const options: PostOptions = {
    id,
    method: route.method,
    timeoutMs: route.server.timeoutMs,
    signal: posting.signal,
  };
  if (posting.onStarted !== undefined) options.onStarted = posting.onStarted;
  if (exchange.session !== null) options.onPause = posting.onPause;
  if (route.method !== 'completion/complete') options.name = route.name;
  if (era === 'modern' && route.paramHeaders.length > 0)
    options.paramHeaders = paramHeaderValues(route.paramHeaders, exchange.message.params.arguments);
  if (typeof exchange.request.headers.traceparent === 'string')
    options.traceHeaders = traceHeaders(exchange.request.headers);
  return options;
}

/** W3C Trace Context: the one thing of a client's HTTP headers that travels on. */
function traceHeaders({
  traceparent,
  tracestate,
  baggage,
}: Call['exchange']['request']['headers']): Record<string, string> {
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
