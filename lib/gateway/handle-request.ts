import type { IncomingHttpHeaders } from 'node:http';
import { rpcCodes } from '../mcp-protocol';
import { answerBatch, answerMessage } from './answer-messages';
import { authenticate, type Identity, readCredential } from './authenticate';
import { clientLabel } from './client-label';
import type { GatewayDeps, TokenFacts } from './deps';
import { isOwnOrigin } from './own-origin';
import { type Envelope, readEnvelope } from './read-envelope';
import {
  emptyResponse,
  errorText,
  type GatewayResponse,
  jsonResponse,
  rateHeaders,
  rateLimited,
  streamResponse,
  unauthorized,
} from './respond';
import { River } from './river';
import type { Snapshot } from './snapshot';

export type { GatewayResponse } from './respond';

export interface GatewayRequest {
  method: string;
  slug: string;
  /** What stands behind `?`, without it. */
  query: string;
  headers: IncomingHttpHeaders;
  /** The client's address. */
  peer: string;
  readBody(bytesMax: number): Promise<Buffer | 'too_large'>;
  /** Calls back when the client has gone before its answer was complete. */
  onClose(listener: () => void): void;
}

export const bodyBytesMax = 4 * 1024 * 1024;
/** Anyone can make up a token of the right shape, so a body beyond this is only taken in for a token that exists. */
const strangersBytesMax = 64 * 1024;

/** The gateway behind both doors: one function from request to response. */
export function createGateway(deps: GatewayDeps) {
  const river = new River(deps);
  return {
    handle: (request: GatewayRequest) => handle(river, request),
    /** Ends what a token has under way on this instance. */
    closeTokenStreams: (tokenId: string) => river.inFlight.end(tokenId),
    tokensUnderWay: () => river.inFlight.tokenIds(),
    /** Ends every stream that is still open, at shutdown. */
    drain: async () => river.inFlight.endAll(),
    get callsUnderWay() {
      return river.inFlight.count;
    },
    get tokensCounted() {
      return river.limiter.size;
    },
  };
}

/**
 * The stations: own address → shape of the token → body → look-up → rate → message. The look-up comes after the body,
 * so that a request whose body is still arriving when its token is revoked does not get in.
 */
async function handle(river: River, request: GatewayRequest): Promise<GatewayResponse> {
  const { deps } = river;
  const { headers, slug } = request;
  if (!isOwnOrigin(headers, deps)) {
    const message = `This request names a host or an origin that is not ${deps.origin}. If it is yours, set AEROSTACK_URL.`;
    return jsonResponse(403, errorText(null, rpcCodes.invalidRequest, message));
  }
  const credential = readCredential(headers.authorization, request.query, deps.origin);
  if (credential.kind === 'refused') return refuse(river, request, credential);
  const { hash } = credential;
  if (request.method === 'POST' && !(Number(headers['content-length']) <= strangersBytesMax)) {
    const early = await authenticate(deps, hash, slug);
    if (early.kind !== 'known') return turnAway(river, request, early);
  }
  const body = request.method === 'POST' ? await request.readBody(bodyBytesMax) : null;
  const startedMs = deps.monotonicMs();
  const asked = authenticate(deps, hash, slug);
  const identity = asked instanceof Promise ? await asked : asked;
  if (identity.kind !== 'known') return turnAway(river, request, identity);
  const { token } = identity;
  if (body === null) return methodNotAllowed(river, token);
  if (body === 'too_large')
    return answerError(river, token, 413, rpcCodes.invalidRequest, `The body is over ${bodyBytesMax} bytes.`);
  if (!isJson(headers)) {
    const message = 'Send the message as Content-Type: application/json, without Content-Encoding.';
    return answerError(river, token, 415, rpcCodes.invalidRequest, message);
  }
  return await answerEnvelope(river, { request, token, hash, startedMs }, readEnvelope(body));
}

async function answerEnvelope(
  river: River,
  { request, token, hash, startedMs }: { request: GatewayRequest; token: TokenFacts; hash: string; startedMs: number },
  envelope: Envelope,
): Promise<GatewayResponse> {
  const { deps } = river;
  const cost = envelope.kind === 'batch' ? envelope.messages.length : 1;
  const verdict = river.limiter.take(token.id, cost, startedMs);
  const rate = rateHeaders(verdict, deps.nowMs());
  const single = envelope.kind === 'message' ? envelope.message : null;
  if (!verdict.success) return rateLimited(single?.id ?? null, rate, verdict.resetMs);
  const requestId = deps.newRequestId();
  rate['x-request-id'] = requestId;
  deps.touchToken(token.id, deps.nowMs(), single === null ? null : clientLabel(single));
  if (envelope.kind === 'invalid') return jsonResponse(400, errorText(null, envelope.code, envelope.message), rate);
  let snapshot: Snapshot;
  try {
    const found = river.snapshots.get(token);
    snapshot = found instanceof Promise ? await found : found;
    if (found instanceof Promise) {
      // The token may have been revoked while the catalogue was read, and nothing was under way yet that could be ended.
      const still = await authenticate(deps, hash, request.slug);
      if (still.kind !== 'known') return turnAway(river, request, still);
    }
  } catch (error) {
    deps.log.error({ err: error }, 'a catalogue could not be read');
    return unavailable();
  }
  const context = { river, request, token, snapshot, requestId, startedMs };
  if (envelope.kind === 'batch') return answerBatch(context, envelope.messages, rate);
  const pending = answerMessage(context, envelope.message, acceptsStream(request.headers));
  const answer = pending instanceof Promise ? await pending : pending;
  if ('events' in answer) return streamResponse(answer.events, rate);
  return answer.text === null ? emptyResponse(answer.status, rate) : jsonResponse(answer.status, answer.text, rate);
}

const turnAway = (river: River, request: GatewayRequest, identity: Exclude<Identity, { kind: 'known' }>) =>
  identity.kind === 'refused' ? refuse(river, request, identity) : unavailable();

/** Whoever keeps failing is slowed down by address; a valid token from the same address is not touched by it. */
function refuse(
  river: River,
  { peer }: GatewayRequest,
  refusal: { message: string; wasSent: boolean },
): GatewayResponse {
  const verdict = river.failures.take(peer, 1, river.deps.monotonicMs());
  if (verdict.success) return unauthorized(refusal.message, refusal.wasSent);
  const message = 'Too many failed attempts from this address. Check the token, then wait a minute.';
  return jsonResponse(429, errorText(null, rpcCodes.unauthorized, message), {
    'retry-after': String(Math.ceil(verdict.resetMs / 1000)),
  });
}

const unavailable = (): GatewayResponse =>
  jsonResponse(
    503,
    errorText(null, rpcCodes.internalError, 'The token cannot be checked right now. Try again in a moment.'),
    {
      'retry-after': '2',
    },
  );

function methodNotAllowed(river: River, token: TokenFacts): GatewayResponse {
  const { deps } = river;
  const rate = rateHeaders(river.limiter.peek(token.id, deps.monotonicMs()), deps.nowMs());
  const message =
    "Method not allowed: POST messages here. In the client, set the server's transport to HTTP (streamable HTTP).";
  return jsonResponse(405, errorText(null, rpcCodes.server, message), { ...rate, allow: 'POST' });
}

/** A refusal of an authenticated POST that holds no message; it counts like any other. */
function answerError(river: River, token: TokenFacts, status: number, code: number, message: string): GatewayResponse {
  const { deps } = river;
  const verdict = river.limiter.take(token.id, 1, deps.monotonicMs());
  const rate = rateHeaders(verdict, deps.nowMs());
  if (!verdict.success) return rateLimited(null, rate, verdict.resetMs);
  return jsonResponse(status, errorText(null, code, message), rate);
}

const isJson = ({ 'content-type': type = '', 'content-encoding': encoding = 'identity' }: IncomingHttpHeaders) =>
  /^application\/json\s*(;|$)/i.test(type) && encoding === 'identity';

/** Without an Accept header anything goes; a 2025-era client that only names JSON gets JSON instead of a 406. */
function acceptsStream(headers: IncomingHttpHeaders): boolean {
  const { accept } = headers;
  return accept === undefined || accept.includes('text/event-stream') || accept.includes('*/*');
}
