import { member, members, rebuildObject, slice } from '../json-spans';
import type { Era } from '../mcp-protocol';
import { isJsonObject, type JsonObject } from '../servers/json-object';
import type { Exchange } from './exchange';
import { passesLog } from './log-level';
import type { Message } from './read-envelope';

/**
 * What the client hears of a server's notification: its own progress token, the log levels that it wants; null for what is not for it.
 * @param messageId the request as the server knows it, and the token of its progress
 */
export function translateNote(
  { method, params }: JsonObject,
  text: string,
  { exchange, from, messageId }: { exchange: Exchange; from: Era; messageId: number },
): string | null {
  if (method === 'notifications/message') {
    const level = isJsonObject(params) ? params.level : undefined;
    return passesLog(exchange, from, level) ? text : null;
  }
  if (method === 'notifications/elicitation/complete') return asksByUrl(exchange) ? text : null;
  if (method !== 'notifications/progress' || !isJsonObject(params) || params.progressToken !== messageId) return null;
  const span = member(members(text), 'params');
  const token = tokenOf(exchange.message);
  if (span === undefined || token === null) return null;
  const own = [`"progressToken":${token}`];
  return `{"jsonrpc":"2.0","method":"notifications/progress","params":${rebuildObject(text, span.start, (key) => key !== 'progressToken', own)}}`;
}

/** Only a 2025-11-25 client waits for the word that an address has been dealt with. */
const asksByUrl = ({ era, capabilities }: Exchange): boolean =>
  era === 'legacy' && isJsonObject(capabilities.elicitation) && isJsonObject(capabilities.elicitation.url);

/** The progress token that the client chose, as it wrote it; null when it wants no progress. */
function tokenOf({ text, params, paramSpans }: Message): string | null {
  const { progressToken } = isJsonObject(params._meta) ? params._meta : {};
  const meta = member(paramSpans, '_meta');
  if (meta === undefined || (typeof progressToken !== 'string' && typeof progressToken !== 'number')) return null;
  const span = member(members(text, meta.start), 'progressToken');
  return span === undefined ? null : slice(text, span);
}
