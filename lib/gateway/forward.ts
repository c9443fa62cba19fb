import { member, members, slice } from '../json-spans';
import { rpcCodes } from '../mcp-protocol';
import { Cancellation, type CancelSignal } from '../servers/cancellation';
import type { Lease, ServerConnection } from '../servers/connections';
import { answered, type Call, cancelled, connectFailure, failed, notAnAnswer, revokedMeanwhile } from './answer-call';
import type { AskAnswer } from './ask';
import { isEmpty } from './client-capabilities';
import { type ClientState, openState, type Sealed } from './client-state';
import { Conversation } from './conversation';
import { convertAnswer } from './convert-answer';
import { deliver } from './deliver';
import type { Answer, Exchange } from './exchange';
import { requestName } from './in-flight';
import type { ParkedCall } from './parked-calls';
import { postRequest, tellCancelled } from './post-request';
import type { ReplyFailure } from './read-reply';
import { errorText } from './respond';
import type { River } from './river';
import type { Route } from './route';
import { speak } from './speak';

/** A request to the server that it belongs to, and back in the client's words. Every tools/call leaves one record. */
export function forward(river: River, exchange: Exchange, route: Route): Answer | Promise<Answer> {
  const { id, params } = exchange.message;
  let state: Sealed | null = null;
  if (exchange.era === 'modern' && params.requestState !== undefined) {
    state = openState(river, exchange, route, params.requestState);
    if (state === null) return { status: 200, text: errorText(id, rpcCodes.invalidParams, foreignState) };
    const parked = state.parked === null ? null : river.parked.take(state.parked);
    if (parked !== null) return goOn(exchange, parked);
    if (state.parked !== null) return elsewhere(river, exchange, route, state);
  }
  return send(callOf(river, exchange, route), state);
}

/** The call waits in another instance, which takes the answer to its server, or nowhere any more. */
async function elsewhere(river: River, exchange: Exchange, route: Route, state: Sealed): Promise<Answer> {
  const { request, requestId, message } = exchange;
  const there = request.slip === undefined ? await river.deps.instances.find(state.instance) : null;
  const relayed = there === null ? null : await river.relay.send(there, request, requestId, message.text);
  if (relayed !== null) return { relayed };
  const call = callOf(river, exchange, route);
  river.inFlight.finish(exchange.token.id, call.flight);
  return failed(call, notHere);
}

function callOf(river: River, exchange: Exchange, route: Route): Call {
  const name = requestName(exchange.session?.id ?? null, exchange.message.id ?? '');
  const flight = river.inFlight.begin(exchange.token, name);
  return { river, exchange, route, flight, askedMs: null, answeredMs: null, heldMs: 0 };
}

const foreignState =
  'Invalid params: this requestState was not given for this request and token, or is older than ten minutes. Send the request without it.';

const notHere: ReplyFailure = {
  stage: 'gateway',
  cause: 'the call that waited for this answer has ended meanwhile',
  nextStep: 'Check whether the tool took effect before you call it again.',
  didNotRun: false,
  outcome: 'server_error',
};

/** How far a request has come, for whoever has to take it back. */
interface Way {
  connection: ServerConnection | null;
  messageId: number;
  conversation: Conversation | null;
}

async function send(call: Call, state: ClientState | null): Promise<Answer> {
  const { river, exchange, flight } = call;
  const cancellation = new Cancellation();
  const cancel = () => cancellation.abort();
  const way: Way = { connection: null, messageId: 0, conversation: null };
  flight.onCancel = cancel;
  flight.onEnd = cancel;
  // Closing the connection is how a 2026-07-28 client cancels; before, it had to say so (2025-11-25, Cancellation).
  if (exchange.era === 'modern') exchange.request.onClose(() => flight.onCancel?.());
  let begun: Answer | Conversation;
  try {
    begun = await begin(call, state, cancellation, way);
  } catch (error) {
    begun = cancellation.aborted ? takenBack(call, way) : givenUp(call, way, error);
  }
  if (begun instanceof Conversation) return deliver(begun);
  river.inFlight.finish(exchange.token.id, flight);
  return begun;
}

/** A server that took too long works on unless it is told (2025-11-25, Timeouts). */
function givenUp(call: Call, { connection, messageId }: Way, error: unknown): Answer {
  const failure = connectFailure(call, error);
  if (failure.outcome === 'timeout' && connection?.era === 'legacy' && messageId !== 0)
    tellCancelled(connection, messageId);
  return failed(call, failure);
}

function takenBack(call: Call, { connection, messageId }: Way): Answer {
  if (connection?.era === 'legacy' && messageId !== 0) tellCancelled(connection, messageId);
  return call.flight.ended ? revokedMeanwhile(call) : cancelled(call);
}

/** The answer, where it comes at once; else the conversation that leads to it. @throws ConnectFailure */
async function begin(
  call: Call,
  state: ClientState | null,
  signal: CancelSignal,
  way: Way,
): Promise<Answer | Conversation> {
  const { river, exchange, route } = call;
  const connection = river.deps.connections.get(route.server.target());
  way.connection = connection;
  const lease = mayBeAsked(exchange) ? await leaseFor(call, connection) : null;
  if (signal.aborted || call.flight.ended) {
    lease?.release();
    return takenBack(call, way);
  }
  if (lease !== null) {
    const conversation = new Conversation(call, lease.connection, lease);
    conversation.begin();
    return conversation;
  }
  const posted = await postRequest(call, connection, {
    inputResponses: inputResponsesOf(exchange),
    requestState: state?.inner ?? null,
    signal,
    onSent: (id) => {
      way.messageId = id;
    },
    onPause: (retryMs) => way.conversation?.pause(retryMs),
  });
  if ('failure' in posted) return failed(call, posted.failure);
  const from = connection.era ?? 'legacy';
  if (posted.kind === 'events') {
    if (signal.aborted) {
      posted.reply.discard();
      return takenBack(call, way);
    }
    const conversation = new Conversation(call, connection, null);
    way.conversation = conversation;
    conversation.continue(posted.reply, way.messageId);
    return conversation;
  }
  const { method, wrapsOutput } = route;
  const converted = convertAnswer(posted.text, { id: way.messageId, method, from, to: exchange.era, wrapsOutput });
  if (converted === null) return failed(call, notAnAnswer);
  if (converted.kind === 'answer') return answered(call, converted);
  const conversation = new Conversation(call, connection, null);
  conversation.continueFrom(converted);
  return conversation;
}

/** Only whoever declared something can be asked; before 2026-07-28 on a stream only. */
const mayBeAsked = ({ era, capabilities, acceptsStream }: Exchange) =>
  !isEmpty(capabilities) && (era === 'modern' || acceptsStream);

/**
 * A server of before 2026-07-28 asks within its session, and learns at the beginning of one what it may ask. So a client that can be
 * asked gets a session to itself for the time of its request; a 2025-era client at a server of both eras, too, because then nothing
 * has to be translated. A server without sessions cannot ask.
 */
async function leaseFor({ river, exchange, route }: Call, connection: ServerConnection): Promise<Lease | null> {
  if (connection.era === null) await connection.open();
  if (connection.era === 'modern' && exchange.era === 'modern') return null;
  const owner = exchange.session?.id ?? exchange.token.id;
  return river.deps.connections.lease(route.server.target(), exchange.capabilities, owner);
}

/** The answers that a client brings to a server which keeps nothing in between, byte for byte. */
function inputResponsesOf({ era, message }: Exchange): string | null {
  const span = era === 'modern' ? member(message.paramSpans, 'inputResponses') : undefined;
  return span === undefined ? null : slice(message.text, span);
}

/** A 2026-07-28 client has come back with the answer that a waiting request needs. */
async function goOn(exchange: Exchange, { conversation, ask }: ParkedCall): Promise<Answer> {
  conversation.call.exchange = exchange;
  exchange.request.onClose(() => conversation.cancel());
  const answers = new Map<string, AskAnswer>();
  const span = member(exchange.message.paramSpans, 'inputResponses');
  const { text } = exchange.message;
  for (const one of span === undefined ? [] : members(text, span.start))
    answers.set(one.key, { result: slice(text, one) });
  if (!ask.entries.every(({ key }) => answers.has(key))) {
    const again = speak(conversation, { kind: 'ask', ask });
    if (again.answer !== null) return again.answer;
  }
  ask.answer(answers);
  return deliver(conversation);
}
