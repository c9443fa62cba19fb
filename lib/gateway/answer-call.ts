import { rpcCodes } from '../mcp-protocol';
import { isConnectFailure } from '../servers/connect-failure';
import type { ConvertedAnswer } from './convert-answer';
import type { Answer, Exchange } from './exchange';
import type { Flight } from './in-flight';
import { needsCapability, type ReplyFailure } from './read-reply';
import { errorText } from './respond';
import type { River } from './river';
import type { Route } from './snapshot';
import { failureResult } from './tool-failure';

/** A call on its way to one server. */
export interface Call {
  river: River;
  exchange: Exchange;
  route: Route;
  flight: Flight;
  /** When the server was first asked and when it had answered, on the monotonic clock. */
  askedMs: number | null;
  answeredMs: number | null;
}

/** The server's answer, unless the token was revoked while it was being waited for. */
export function answered(call: Call, { body, outcome, asksClient }: ConvertedAnswer): Answer {
  const { river, exchange, route, flight } = call;
  if (asksClient === true) return failed(call, askedClient);
  if (flight.ended) return revokedMeanwhile(call);
  river.recordCall(call, outcome);
  river.deps.reportServer(route.server.id, 'up', null);
  return { status: 200, text: `{"jsonrpc":"2.0","id":${exchange.message.id},${body}}` };
}

export function failed(call: Call, failure: ReplyFailure): Answer {
  if (call.flight.ended) return revokedMeanwhile(call);
  const { river, exchange } = call;
  river.recordCall(call, failure.outcome);
  return { status: 200, text: `{"jsonrpc":"2.0","id":${exchange.message.id},"result":${failureBody(call, failure)}}` };
}

/** The failure as a tool result in the words of the client's era. */
function failureBody({ route, exchange }: Call, failure: ReplyFailure): string {
  const result = failureResult({ ...failure, server: route.server.name, requestId: exchange.requestId });
  return exchange.era === 'modern' ? `{"resultType":"complete",${result.slice(1)}` : result;
}

function revokedMeanwhile(call: Call): Answer {
  call.river.recordCall(call, 'cancelled');
  const message = 'The token was revoked while the call was under way.';
  return { status: 401, text: errorText(call.exchange.message.id, rpcCodes.unauthorized, message) };
}

export function cancelled(call: Call): Answer {
  call.river.recordCall(call, 'cancelled');
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
  const isDown =
    error.stage === 'dns' || error.stage === 'connect' || error.stage === 'tls' || error.stage === 'address';
  if (isDown) river.deps.reportServer(route.server.id, 'down', `${error.message} ${error.nextStep}`);
  return {
    stage: error.stage,
    cause: error.message,
    nextStep: error.nextStep,
    didNotRun: error.ran === 'never',
    outcome: error.stage === 'timeout' ? 'timeout' : isDown ? 'unreachable' : 'server_error',
  };
}

/** The tool has begun by then, so it may have done a part of its work. */
const askedClient: ReplyFailure = { ...needsCapability, didNotRun: false };

export const notAnAnswer: ReplyFailure = {
  stage: 'answer',
  cause: 'its answer is not an MCP answer to this call',
  nextStep: "Look into the server's own log.",
  didNotRun: false,
  outcome: 'server_error',
};
