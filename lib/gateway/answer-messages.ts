import type { IncomingHttpHeaders } from 'node:http';
import { rpcCodes } from '../mcp-protocol';
import { classify } from './classify';
import { clientLabel } from './client-label';
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
  startedMs: number;
}

/** Classifies one message and has it answered. */
export function answerMessage(context: RequestContext, message: Message, mayStream: boolean): Answer | Promise<Answer> {
  const { river, request, token, snapshot, requestId, startedMs } = context;
  const classified = classify(message, request.headers);
  if (classified.kind === 'refuse') {
    return {
      status: classified.status,
      text: errorText(message.id, classified.code, classified.message, classified.data),
    };
  }
  const exchange: Exchange = {
    message,
    era: classified.era,
    token,
    snapshot,
    requestId,
    client: clientLabel(message),
    startedMs,
    headers: request.headers,
    acceptsStream: mayStream,
    onClose: (listener) => request.onClose(listener),
  };
  return dispatch(river, exchange);
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
