import { rpcCodes } from '../mcp-protocol';
import type { CatalogueServer } from './deps';
import type { Answer, Exchange } from './exchange';
import { forward } from './forward';
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
  return server === null
    ? resourceNotFound(exchange, uri)
    : forward(river, exchange, plainRoute('resources/read', server, uri));
}

export function ownerOf(river: River, { snapshot, token }: Exchange, uri: string): CatalogueServer | null {
  return snapshot.resources.find(uri, river.links.serverOf(token.workspaceId, uri));
}

/** -32002 until 2025-11-25, -32602 since. */
export function resourceNotFound({ era, message }: Exchange, uri: string): Answer {
  const code = era === 'modern' ? rpcCodes.invalidParams : rpcCodes.legacyResourceNotFound;
  const shown = uri.slice(0, 2_048);
  return { status: 200, text: errorText(message.id, code, 'Resource not found', { uri: shown }) };
}
