import type { IncomingHttpHeaders } from 'node:http';
import { rpcCodes } from '../mcp-protocol';
import { classify } from './classify';
import { envelopeCapabilities, noCapabilities } from './client-capabilities';
import type { ClientSession } from './client-session';
import type { TokenFacts } from './deps';
import { dispatch } from './dispatch';
import type { Answer, Exchange } from './exchange';
import type { GatewayRequest } from './handle-request';
import type { Envelope, Message } from './read-envelope';
import { emptyResponse, errorText, type GatewayResponse, jsonResponse } from './respond';
import type { River } from './river';
import type { Snapshot } from './snapshot';

/** What the messages of one request share. */
export interface RequestContext {
  river: River;
  request: GatewayRequest;
  token: TokenFacts;
  snapshot: Snapshot;
  requestId: string;
  /** What the client calls itself in this request; null when it does not say. */
  client: string | null;
  startedMs: number;
}

/** Classifies one message and has it answered. */
export function answerMessage(context: RequestContext, message: Message, mayStream: boolean): Answer | Promise<Answer> {
  const { river, request, token, snapshot, requestId, client, startedMs } = context;
  const classified = classify(message, request.headers);
  if (classified.kind === 'refuse') {
    return {
      status: classified.status,
      text: errorText(message.id, classified.code, classified.message, classified.data),
    };
  }
  const { era } = classified;
  if (message.method === 'initialize' && client !== null)
    river.clients.note(token.id, client, river.deps.monotonicMs());
  const session = era === 'legacy' && message.method !== 'initialize' ? sessionOf(river, request, token) : null;
  if (session === 'unknown')
    return { status: 404, text: errorText(message.id, rpcCodes.sessionNotFound, sessionNotFound) };
  const exchange: Exchange = {
    message,
    era,
    token,
    snapshot,
    requestId,
    client: client ?? session?.client ?? announcedClient(context, era),
    session,
    capabilities: era === 'modern' ? envelopeCapabilities(message) : (session?.capabilities ?? noCapabilities),
    startedMs,
    request,
    acceptsStream: mayStream,
  };
  const answer = dispatch(river, exchange);
  if (session === null || message.id === null || !mayStream || !prefersStream(request.headers)) return answer;
  return answer instanceof Promise ? answer.then((ready) => asStream(session, ready)) : asStream(session, answer);
}

/** Of a 2025-era client without a session. One that does not name a revision, as each does from 2025-06-18 on, may never have announced itself. */
function announcedClient({ river, token, request }: RequestContext, era: Exchange['era']): string | null {
  if (era !== 'legacy' || request.headers['mcp-protocol-version'] === undefined) return null;
  return river.clients.of(token, river.deps.monotonicMs());
}

/** Of the two that every client has to accept, this one names the stream first. */
const prefersStream = ({ accept }: GatewayRequest['headers']): boolean =>
  /^\s*text\/event-stream\b/i.test(accept ?? '');

/** In a session an answer that is ready can be lost on its way, and fetched again. */
function asStream(session: ClientSession, answer: Answer): Answer {
  if (!('text' in answer) || answer.status !== 200 || answer.text === null) return answer;
  const stream = session.openStream();
  stream.push(answer.text);
  stream.end();
  return { status: 200, events: stream.read(null) };
}

export const sessionNotFound = 'Session not found: it has ended, or it is not yours. Begin a new one with initialize.';

/** Null for a request that names none. */
export function sessionOf(
  { sessions }: River,
  { headers }: Pick<GatewayRequest, 'headers'>,
  token: TokenFacts,
): ClientSession | 'unknown' | null {
  const id = headers['mcp-session-id'];
  if (id === undefined) return null;
  return (typeof id === 'string' ? sessions.find(id, token) : null) ?? 'unknown';
}

/** Batches exist in 2025-03-26 and before only; a message of another era in one makes the whole invalid. */
export async function answerBatch(
  context: RequestContext,
  messages: Extract<Envelope, { kind: 'batch' }>['messages'],
  sent: Record<string, string>,
): Promise<GatewayResponse> {
  const named = context.request.headers['mcp-protocol-version'];
  const isAllowed = named === undefined || named === '2025-03-26' || named === '2024-11-05';
  const isLegacy = messages.every((one) => 'kind' in one || isBatchable(one, context.request.headers));
  if (!isAllowed || !isLegacy) {
    const message = 'Invalid Request: batches belong to revision 2025-03-26; send one message at a time.';
    return jsonResponse(400, errorText(null, rpcCodes.invalidRequest, message), sent);
  }
  const answers = await Promise.all(
    messages.map((one) =>
      'kind' in one
        ? { status: 400, text: errorText(null, one.code, one.message) }
        : answerMessage(context, one, false),
    ),
  );
  const texts = answers.flatMap((answer) => ('text' in answer && answer.text !== null ? [answer.text] : []));
  return texts.length === 0 ? emptyResponse(202, sent) : jsonResponse(200, `[${texts.join(',')}]`, sent);
}

function isBatchable(message: Message, headers: IncomingHttpHeaders): boolean {
  if (message.method === 'initialize') return false;
  const classified = classify(message, headers);
  return classified.kind === 'serve' && classified.era === 'legacy';
}
