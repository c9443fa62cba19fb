import { isLegacyVersion, latestLegacyVersion, metaKeys, modernVersions, rpcCodes, serverName } from '../mcp-protocol';
import { callTool } from './call-tool';
import type { Answer, Exchange } from './exchange';
import { errorText, resultText } from './respond';
import type { River } from './river';

/** Answers one classified message. Refusals are answers; nothing is thrown for them. */
export function dispatch(river: River, exchange: Exchange): Answer | Promise<Answer> {
  const { message, era, snapshot } = exchange;
  if (message.id === null || message.method === null) return { status: 202, text: null };
  if (message.method === 'tools/call') return callTool(river, exchange);
  if (message.method === 'tools/list') return listTools(exchange);
  if (era === 'modern') {
    if (message.method === 'server/discover') return ok(message.id, discovery(river, snapshot.instructions));
    return { status: 404, text: errorText(message.id, rpcCodes.methodNotFound, notFound(message.method)) };
  }
  if (message.method === 'initialize') return initialize(river, exchange);
  if (message.method === 'ping') return ok(message.id, '{}');
  return { status: 200, text: errorText(message.id, rpcCodes.methodNotFound, notFound(message.method)) };
}

const ok = (id: string, result: string): Answer => ({ status: 200, text: resultText(id, result) });
const notFound = (method: string) => `Method not found: ${method.slice(0, 100)}`;

/** The whole list in one page; a cursor can therefore not be one of ours. */
function listTools({ message, era, snapshot }: Exchange): Answer {
  const id = message.id as string;
  if (message.params.cursor === undefined) return ok(id, snapshot.toolsList[era]);
  return { status: 200, text: errorText(id, rpcCodes.invalidParams, 'Invalid params: unknown cursor.') };
}

/** The 2025-era handshake, without a session: an unknown version is answered with our newest, never with an error. */
function initialize(river: River, { message, snapshot }: Exchange): Answer {
  const requested = message.params.protocolVersion;
  const isKnown = typeof requested === 'string' && isLegacyVersion(requested);
  return ok(
    message.id as string,
    JSON.stringify({
      protocolVersion: isKnown ? requested : latestLegacyVersion,
      capabilities: { tools: { listChanged: false } },
      serverInfo: { name: serverName, version: river.deps.version },
      instructions: snapshot.instructions,
    }),
  );
}

function discovery(river: River, instructions: string): string {
  return JSON.stringify({
    resultType: 'complete',
    supportedVersions: modernVersions,
    capabilities: { tools: {} },
    instructions,
    ttlMs: 0,
    cacheScope: 'private',
    _meta: { [metaKeys.serverInfo]: { name: serverName, version: river.deps.version } },
  });
}
