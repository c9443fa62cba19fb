import { rpcCodes } from '../mcp-protocol';
import { isConnectFailure } from '../servers/connect-failure';
import type { ConvertedAnswer } from './convert-answer';
import type { Answer, Exchange } from './exchange';
import type { Flight } from './in-flight';
import { needsCapability, type ReplyFailure } from './read-reply';
import { challenge, errorText } from './respond';
import type { River } from './river';
import type { Route } from './route';
import { failureResult, failureText } from './tool-failure';

/** A request on its way to one server. */
export interface Call {
  river: River;
  /** The request that waits for the answer now: a 2026-07-28 client repeats its request with what it was asked for. */
  exchange: Exchange;
  route: Route;
  flight: Flight;
  /** When the server was first asked and when it had answered, on the monotonic clock. */
  askedMs: number | null;
  answeredMs: number | null;
  /** How long a person was waited for in between. */
  heldMs: number;
}

type LastWord = Extract<ConvertedAnswer, { kind: 'answer' }>;

/** The server's answer, unless the token was revoked while it was being waited for. */
export function answered(call: Call, { body, outcome, code, content }: LastWord): Answer {
  const { river, exchange, route, flight } = call;
  const lacksCapability = code === rpcCodes.missingClientCapability;
  if (lacksCapability && exchange.era === 'legacy') return failed(call, needsCapability);
  if (flight.ended) return revokedMeanwhile(call);
  river.recordCall(call, outcome, body);
  river.deps.reportServer(route.server.id, 'up', null);
  if (content !== undefined) river.links.note(exchange.token.workspaceId, route.server.id, content);
  // The one error of a handler that has a status of its own (2026-07-28, Streamable HTTP).
  return { status: lacksCapability ? 400 : 200, text: `{"jsonrpc":"2.0","id":${exchange.message.id},${body}}` };
}

export function failed(call: Call, failure: ReplyFailure): Answer {
  if (call.flight.ended) return revokedMeanwhile(call);
  const { river, exchange } = call;
  const body = failureBody(call, failure);
  river.recordCall(call, failure.outcome, body);
  return { status: 200, text: `{"jsonrpc":"2.0","id":${exchange.message.id},${body}}` };
}

/** A tool's failure is told to the model as its result; for everything else there is only an error. */
function failureBody({ route, exchange }: Call, failure: ReplyFailure): string {
  const facts = { ...failure, server: route.server.name, requestId: exchange.requestId };
  if (route.method === 'tools/call') {
    const result = failureResult(facts);
    return `"result":${exchange.era === 'modern' ? `{"resultType":"complete",${result.slice(1)}` : result}`;
  }
  const data = { reason: failure.stage, server: route.server.slug };
  return `"error":${JSON.stringify({ code: rpcCodes.internalError, message: failureText(facts), data })}`;
}

export function revokedMeanwhile(call: Call): Answer {
  call.river.recordCall(call, 'cancelled', null);
  const message =
    'The token was revoked, paused or given other access while the call was under way. Whether the call took effect is unknown; see the token in the dashboard.';
  const text = errorText(call.exchange.message.id, rpcCodes.unauthorized, message);
  return { status: 401, text, headers: { 'www-authenticate': challenge(true) } };
}

export function cancelled(call: Call): Answer {
  call.river.recordCall(call, 'cancelled', null);
  return {
    status: 200,
    text: errorText(call.exchange.message.id, rpcCodes.internalError, 'The client cancelled the call.'),
  };
}

/** A failure of the connection in the words of a tool result; the dashboard learns of it too. */
export function connectFailure(call: Call, error: unknown): ReplyFailure {
  const { river, route } = call;
  if (!isConnectFailure(error)) {
    river.deps.log.error({ err: error, requestId: call.exchange.requestId }, 'a call failed inside the gateway');
    const cause = 'something went wrong inside the gateway';
    return {
      stage: 'gateway',
      cause,
      nextStep: 'Tell the operator the request id.',
      didNotRun: false,
      outcome: 'server_error',
    };
  }
  const isDown = downStages.has(error.stage);
  if (isDown && error.stage !== 'down')
    river.deps.reportServer(route.server.id, 'down', `${error.message} ${error.nextStep}`);
  return {
    stage: error.stage,
    cause: error.message,
    nextStep: error.nextStep,
    didNotRun: error.ran === 'never',
    outcome: error.stage === 'timeout' ? 'timeout' : isDown ? 'unreachable' : 'server_error',
  };
}

const downStages: ReadonlySet<string> = new Set(['dns', 'connect', 'tls', 'address', 'down']);

export const notAnAnswer: ReplyFailure = {
  stage: 'answer',
  cause: 'its answer is not an MCP answer to this call',
  nextStep: "Look into the server's own log.",
  didNotRun: false,
  outcome: 'server_error',
};

export const brokenOff: ReplyFailure = {
  ...notAnAnswer,
  stage: 'closed',
  cause: 'it ended the stream before the answer',
  nextStep: 'Check whether the tool took effect before you call it again.',
};

/** A question that has no way to this client, in the words of its era. */
export function cannotAsk(call: Call, missing: Record<string, unknown>, didNotRun: boolean): Answer {
  if (call.exchange.era === 'legacy') return failed(call, { ...needsCapability, didNotRun });
  const name = Object.keys(missing)[0] ?? 'a capability';
  const message = `Server "${call.route.server.name}" needs to ask the client something (${name}), which the client did not declare.`;
  const error = { code: rpcCodes.missingClientCapability, message, data: { requiredCapabilities: missing } };
  return answered(call, {
    kind: 'answer',
    body: `"error":${JSON.stringify(error)}`,
    outcome: 'protocol_error',
    code: error.code,
  });
}
