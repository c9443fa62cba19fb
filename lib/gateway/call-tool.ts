import { rpcCodes } from '../mcp-protocol';
import type { ServerConnection } from '../servers/connections';
import { answered, type Call, cancelled, connectFailure, failed, notAnAnswer } from './answer-call';
import { buildCall } from './build-call';
import { convertAnswer } from './convert-answer';
import type { Answer, Exchange } from './exchange';
import { paramHeaderFault, paramHeaderValues } from './param-headers';
import { type ReplyFailure, readReply } from './read-reply';
import { relayEvents } from './relay-events';
import { errorText } from './respond';
import type { River } from './river';

/** tools/call: to the server that the name points to, and back in the client's words. Every call leaves one record. */
export function callTool(river: River, exchange: Exchange): Answer | Promise<Answer> {
  const id = exchange.message.id as string;
  const { name } = exchange.message.params;
  if (typeof name !== 'string') {
    return { status: 200, text: errorText(id, rpcCodes.invalidParams, 'Invalid params: "name" must be a string.') };
  }
  const route = exchange.snapshot.routes.get(name);
  if (route === undefined) {
    river.record(exchange, { tool: name, serverId: null, outcome: 'unknown_tool', serverMs: 0 });
    return { status: 200, text: errorText(id, rpcCodes.invalidParams, `Unknown tool: ${name.slice(0, 200)}`) };
  }
  if (exchange.era === 'modern') {
    const fault = paramHeaderFault(route.paramHeaders, exchange.message.params.arguments, exchange.headers);
    if (fault !== null) {
      return {
        status: 400,
        text: errorText(id, rpcCodes.headerMismatch, `Bad Request: the headers and the body disagree: ${fault}.`),
      };
    }
  }
  const flight = river.inFlight.begin(exchange.token.id);
  return forward({ river, exchange, route, flight, askedMs: null, answeredMs: null });
}

async function forward(call: Call): Promise<Answer> {
  const { river, exchange, route, flight } = call;
  const abort = exchange.era === 'modern' ? new AbortController() : null;
  // Closing the connection is how a 2026-07-28 client cancels; before, it had to say so (2025-11-25, Cancellation).
  if (abort !== null) exchange.onClose(() => abort.abort());
  let isStreaming = false;
  try {
    const connection = river.deps.connections.get(route.server.target());
    let result = await attempt(call, connection, abort?.signal);
    if ('epoch' in result) {
      // The server has said that it did not take the call, so one repetition after a fresh handshake is safe.
      connection.reset(result.epoch);
      result = await attempt(call, connection, abort?.signal);
    }
    const answer = 'epoch' in result ? failed(call, result.failure) : result;
    isStreaming = 'events' in answer;
    return answer;
  } catch (error) {
    if (abort?.signal.aborted === true) return cancelled(call);
    return failed(call, connectFailure(call, error));
  } finally {
    if (!isStreaming) river.inFlight.finish(exchange.token.id, flight);
  }
}

interface Rejection {
  failure: ReplyFailure;
  epoch: number;
}

async function attempt(
  call: Call,
  connection: ServerConnection,
  signal: AbortSignal | undefined,
): Promise<Answer | Rejection> {
  const { river, exchange, route } = call;
  call.askedMs ??= river.deps.monotonicMs();
  const { era } = connection.era === null ? await connection.open() : connection;
  const from = era ?? 'legacy';
  const messageId = river.nextMessageId();
  const message = buildCall(exchange.message, messageId, route.tool, from, river.deps.version);
  const reply = await connection.post(message, {
    method: 'tools/call',
    name: route.tool,
    timeoutMs: route.server.timeoutMs,
    ...(from === 'modern' && route.paramHeaders.length > 0
      ? { paramHeaders: paramHeaderValues(route.paramHeaders, exchange.message.params.arguments) }
      : {}),
    ...(typeof exchange.headers.traceparent === 'string' ? { traceHeaders: traceHeaders(exchange.headers) } : {}),
    ...(signal === undefined ? {} : { signal }),
  });
  const read = readReply(reply, from);
  const verdict = read instanceof Promise ? await read : read;
  if (verdict.kind !== 'events') call.answeredMs = river.deps.monotonicMs();
  if (verdict.kind === 'rejected_before_running') return { failure: verdict.failure, epoch: reply.epoch };
  if (verdict.kind === 'failure') return failed(call, verdict.failure);
  const context = { id: messageId, from, to: exchange.era, wrapsOutput: route.wrapsOutput };
  if (verdict.kind === 'events') return relayEvents(call, connection, reply, context);
  const converted = convertAnswer(verdict.text, context);
  if (converted === null) return failed(call, notAnAnswer);
  return answered(call, converted);
}

/** W3C Trace Context: the one thing of a client's HTTP headers that travels on. */
function traceHeaders({ traceparent, tracestate, baggage }: Exchange['headers']): Record<string, string> {
  const given = Object.entries({ traceparent, tracestate, baggage });
  return Object.fromEntries(given.filter((one): one is [string, string] => typeof one[1] === 'string'));
}
