import { rpcCodes } from '../mcp-protocol';
import type { CatalogueServer } from './deps';
import type { Answer, Exchange } from './exchange';
import { forward } from './forward';
import { notHereHeader } from './relay';
import { errorText } from './respond';
import type { River } from './river';
import { plainRoute } from './route';

/** resources/read: to the server whose resource it is. */
export function readResource(river: River, exchange: Exchange): Answer | Promise<Answer> {
  const { uri } = exchange.message.params;
  if (typeof uri !== 'string') {
    const message = 'Invalid params: "uri" must be a string.';
    return { status: 200, text: errorText(exchange.message.id, rpcCodes.invalidParams, message) };
  }
  const server = ownerOf(river, exchange, uri);
  if (server !== null) return forward(river, exchange, plainRoute('resources/read', server, uri));
  return mayBeElsewhere(river, exchange) ? readElsewhere(river, exchange, uri) : resourceNotFound(exchange, uri);
}

/** Not in a batch, whose messages are answered together. */
const mayBeElsewhere = ({ deps }: River, { request, acceptsStream }: Exchange): boolean =>
  request.slip === undefined && acceptsStream && deps.instances.peers.length > 0;

/** A tool's result may have linked to it through another instance, and only that one knows whose it is. */
async function readElsewhere(river: River, exchange: Exchange, uri: string): Promise<Answer> {
  const { request, requestId, message } = exchange;
  for (const peer of river.deps.instances.peers) {
    const relayed = await river.relay.send(peer, request, requestId, message.text);
    if (relayed?.status === 200 && relayed.headers[notHereHeader] === undefined) return { relayed };
  }
  return resourceNotFound(exchange, uri);
}

export function ownerOf(river: River, { snapshot, token }: Exchange, uri: string): CatalogueServer | null {
  return snapshot.resources.find(uri, river.links.serverOf(token.workspaceId, uri));
}

/** -32002 until 2025-11-25, -32602 since. */
export function resourceNotFound({ era, message, request }: Exchange, uri: string): Answer {
  const code = era === 'modern' ? rpcCodes.invalidParams : rpcCodes.legacyResourceNotFound;
  const shown = uri.slice(0, 2_048);
  const text = errorText(message.id, code, 'Resource not found', { uri: shown });
  // Whoever handed the request on asks the next one.
  return request.slip === undefined ? { status: 200, text } : { status: 200, text, headers: { [notHereHeader]: '1' } };
}
