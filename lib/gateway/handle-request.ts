import type { IncomingHttpHeaders } from 'node:http';
import { rpcCodes } from '../mcp-protocol';
import { answerBatch, answerMessage, sessionNotFound, sessionOf } from './answer-messages';
import { authenticate, type Identity, readCredential } from './authenticate';
import { clientLabel } from './client-label';
import type { GatewayDeps, TokenFacts } from './deps';
import { fromHolder } from './from-holder';
import { openSessionStream } from './open-session-stream';
import { isOwnOrigin } from './own-origin';
import { rateClaims } from './rate-claims';
import { type Envelope, readEnvelope } from './read-envelope';
import { notMeant, relayHeader, type Slip } from './relay';
import {
  emptyResponse,
  errorText,
  type GatewayResponse,
  jsonResponse,
  rateLimited,
  streamResponse,
  tokenHeaders,
  unauthorized,
} from './respond';
import { failuresPerAddress, River } from './river';
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
  /** What another instance said of it when it handed it on; doors leave it out. */
  slip?: Slip;
}

export const bodyBytesMax = 4 * 1024 * 1024;
/** Anyone can make up a token of the right shape, so a body beyond this is only taken in for a token that exists. */
const strangersBytesMax = 64 * 1024;

/** The gateway behind both doors: one function from request to response. */
export function createGateway(deps: GatewayDeps) {
  const river = new River(deps);
  return {
    handle: (request: GatewayRequest) => receive(river, request),
    /** Ends what a token has under way on this instance. */
    closeTokenStreams: (tokenId: string) => river.endToken(tokenId),
    tokensUnderWay: () => river.inFlight.holders(),
    /** Ends every stream that is still open, at shutdown. */
    async drain() {
      river.endAll();
      await river.relay.close();
    },
    /** What is held open now, for whoever watches that nothing is held for ever. */
    counts: () => ({
      callsUnderWay: river.inFlight.calls,
      parkedCalls: river.parked.size,
      clientSessions: river.sessions.size,
      clientStreams: river.inFlight.streams + river.sessions.openStreams,
      clientAsks: river.sessions.openAsks,
      listeners: river.listeners.size,
      tokensCounted: river.deps.rate.size,
    }),
  };
}

/** From a client, or handed on by another instance, which has counted it and says where it came from. */
function receive(river: River, request: GatewayRequest): Promise<GatewayResponse> {
  const slip = request.headers[relayHeader] === undefined ? null : river.relay.read(request);
  if (slip === null) return handle(river, request);
  return slip.to === river.deps.instances.id ? handle(river, handedOn(request, slip)) : Promise.resolve(notMeant());
}

const handedOn = (request: GatewayRequest, slip: Slip): GatewayRequest => ({
  method: request.method,
  slug: request.slug,
  query: request.query,
  headers: request.headers,
  peer: slip.peer,
  readBody: (bytesMax) => request.readBody(bytesMax),
  onClose: (listener) => request.onClose(listener),
  slip,
});

/**
 * The stations: own address → shape of the token → body → look-up → rate → message. The look-up comes after the body,
 * so that a request whose body is still arriving when its token is revoked does not get in.
 */
async function handle(river: River, request: GatewayRequest): Promise<GatewayResponse> {
  const { deps } = river;
  const { headers } = request;
  if (request.slip === undefined && !isOwnOrigin(headers, deps)) {
    const message = `This request names a host or an origin that is not ${deps.origin}. If it is yours, set AEROSTACK_URL.`;
    return jsonResponse(403, errorText(null, rpcCodes.invalidRequest, message));
  }
  const credential = readCredential(headers.authorization, request.query, deps.origin);
  if (credential.kind === 'refused') return refuse(river, request, credential);
  const { hash } = credential;
  if (request.method === 'POST' && !(Number(headers['content-length']) <= strangersBytesMax)) {
    const early = await authenticate(deps, hash, request);
    if (early.kind !== 'known') return turnAway(river, request, early);
  }
  const body = request.method === 'POST' ? await request.readBody(bodyBytesMax) : null;
  const startedMs = deps.monotonicMs();
  const identity = await authenticate(deps, hash, request);
  if (identity.kind !== 'known') return turnAway(river, request, identity);
  const { token } = identity;
  if (body === null) return answerWithoutBody(river, request, token, hash);
  if (body === 'too_large')
    return answerError(river, token, 413, rpcCodes.invalidRequest, `The body is over ${bodyBytesMax} bytes.`);
  if (!isJson(headers)) {
    const message = 'Send the message as Content-Type: application/json, without Content-Encoding.';
    return answerError(river, token, 415, rpcCodes.invalidRequest, message);
  }
  return await answerEnvelope(river, { request, token, hash, startedMs, body }, readEnvelope(body));
}

interface Arrived {
  request: GatewayRequest;
  token: TokenFacts;
  hash: string;
  startedMs: number;
  body: Buffer;
}

async function answerEnvelope(
  river: River,
  { request, token, hash, startedMs, body }: Arrived,
  envelope: Envelope,
): Promise<GatewayResponse> {
  const { deps, endings } = river;
  const single = envelope.kind === 'message' ? envelope.message : null;
  const requestId = request.slip?.requestId ?? deps.newRequestId();
  let rate: Record<string, string> = {};
  if (request.slip === undefined) {
    const cost = envelope.kind === 'batch' ? envelope.messages.length : 1;
    const taken = deps.rate.take(rateClaims(token, deps.tokenRate), cost);
    const verdict = taken instanceof Promise ? await taken : taken;
    rate = tokenHeaders(token, verdict, deps.nowMs(), requestId);
    if (!verdict.success) {
      river.recordRefusal(token, 'limited', cost);
      return rateLimited(single?.id ?? null, rate, verdict);
    }
  }
  const client = single === null ? null : clientLabel(single);
  if (request.slip === undefined) deps.touchToken(token.id, deps.nowMs(), client);
  if (envelope.kind === 'invalid') return jsonResponse(400, errorText(null, envelope.code, envelope.message), rate);
  if (request.headers['mcp-session-id'] !== undefined) {
    const relayed = await fromHolder(river, request, requestId, body);
    if (relayed !== null) return withHeaders(relayed, rate);
  }
  const isFresh = endings === river.endings && deps.monotonicMs() - startedMs < freshMsMax;
  const held = isFresh ? river.snapshots.held(token) : null;
  const now = held === null ? await asItIsNow(river, request, hash) : { token, snapshot: held };
  if ('status' in now) return now;
  const context = { river, request, ...now, requestId, client, startedMs };
  if (envelope.kind === 'batch') return answerBatch(context, envelope.messages, rate);
  const pending = answerMessage(context, envelope.message, acceptsStream(request.headers));
  const answer = pending instanceof Promise ? await pending : pending;
  if ('events' in answer) return streamResponse(answer.events, rate);
  if ('relayed' in answer) return withHeaders(answer.relayed, rate);
  if ('headers' in answer) Object.assign(rate, answer.headers);
  return answer.text === null ? emptyResponse(answer.status, rate) : jsonResponse(answer.status, answer.text, rate);
}

const withHeaders = (response: GatewayResponse, headers: Record<string, string>): GatewayResponse => ({
  ...response,
  headers: { ...headers, ...response.headers },
});

/** How old a look-up may be when the call begins; the way to a database may take as long. */
const freshMsMax = 20;
const attemptsMax = 3;

interface Granted {
  token: TokenFacts;
  snapshot: Snapshot;
}

/**
 * The token and what it grants, both as they are now, or the refusal: for a request that has waited. Nothing is waited for between the
 * look-up that this returns with and the call, so what was revoked, narrowed or deleted meanwhile counts.
 */
async function asItIsNow(river: River, request: GatewayRequest, hash: string): Promise<Granted | GatewayResponse> {
  let fault: unknown;
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const still = await authenticate(river.deps, hash, request);
    if (still.kind !== 'known') return turnAway(river, request, still);
    const snapshot = river.snapshots.held(still.token);
    if (snapshot !== null) return { token: still.token, snapshot };
    if (fault !== undefined) break;
    await Promise.resolve(river.snapshots.get(still.token)).catch((error: unknown) => {
      fault = error;
    });
  }
  river.deps.log.error({ err: fault }, 'a catalogue could not be read');
  return unavailable();
}

function turnAway(
  river: River,
  request: GatewayRequest,
  identity: Exclude<Identity, { kind: 'known' }>,
): GatewayResponse {
  if (identity.kind === 'unavailable') return unavailable();
  if (identity.token !== undefined && request.slip === undefined) river.recordRefusal(identity.token, 'denied', 1);
  if (identity.kind === 'refused') return refuse(river, request, identity);
  return jsonResponse(403, errorText(null, rpcCodes.unauthorized, identity.message));
}

/** Whoever keeps failing is slowed down by address; a valid token from the same address is not touched by it. */
function refuse(
  river: River,
  { peer }: GatewayRequest,
  refusal: { message: string; wasSent: boolean },
): GatewayResponse {
  const verdict = river.failures.take([{ key: peer, group: peer, limit: failuresPerAddress }], 1);
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

/** GET and DELETE of a 2025-era session; without one, and for every other method, there is nothing here. They cost no rate. */
async function answerWithoutBody(
  river: River,
  request: GatewayRequest,
  token: TokenFacts,
  hash: string,
): Promise<GatewayResponse> {
  const { deps } = river;
  const [claim] = rateClaims(token, deps.tokenRate);
  const requestId = request.slip?.requestId ?? deps.newRequestId();
  const rate = tokenHeaders(token, await deps.rate.peek(claim), deps.nowMs(), requestId);
  const isForSession = request.method === 'GET' || request.method === 'DELETE';
  const relayed = isForSession ? await fromHolder(river, request, requestId, null) : null;
  if (relayed !== null) return withHeaders(relayed, rate);
  const session = isForSession ? sessionOf(river, request, token) : null;
  if (session === null) return methodNotAllowed(rate);
  if (session === 'unknown') return jsonResponse(404, errorText(null, rpcCodes.sessionNotFound, sessionNotFound), rate);
  if (request.method === 'DELETE') {
    river.sessions.close(session);
    return emptyResponse(204, rate);
  }
  const now = await asItIsNow(river, request, hash);
  if ('status' in now) return now;
  river.listenerOf(session, now.token, now.snapshot);
  return streamResponse(openSessionStream(river, request, now.token, session), rate);
}

function methodNotAllowed(rate: Record<string, string>): GatewayResponse {
  const message =
    "Method not allowed: POST messages here. In the client, set the server's transport to HTTP (streamable HTTP).";
  return jsonResponse(405, errorText(null, rpcCodes.server, message), { ...rate, allow: 'POST' });
}

/** A refusal of an authenticated POST that holds no message; it counts like any other. */
async function answerError(
  river: River,
  token: TokenFacts,
  status: number,
  code: number,
  message: string,
): Promise<GatewayResponse> {
  const { deps } = river;
  const verdict = await deps.rate.take(rateClaims(token, deps.tokenRate), 1);
  const rate = tokenHeaders(token, verdict, deps.nowMs(), deps.newRequestId());
  if (!verdict.success) {
    river.recordRefusal(token, 'limited', 1);
    return rateLimited(null, rate, verdict);
  }
  return jsonResponse(status, errorText(null, code, message), rate);
}

const isJson = ({ 'content-type': type = '', 'content-encoding': encoding = 'identity' }: IncomingHttpHeaders) =>
  /^application\/json\s*(;|$)/i.test(type) && encoding === 'identity';

/** Without an Accept header anything goes; a 2025-era client that only names JSON gets JSON instead of a 406. */
function acceptsStream(headers: IncomingHttpHeaders): boolean {
  const { accept } = headers;
  return accept === undefined || accept.includes('text/event-stream') || accept.includes('*/*');
}
