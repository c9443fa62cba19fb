import { member, slice } from '../json-spans';
import { type Era, metaKeys, ownEnvelope } from '../mcp-protocol';
import type { Message } from './read-envelope';

/** W3C trace context: the only `_meta` keys without a prefix that travel on (2026-07-28, `_meta`). */
const traceKeys = ['traceparent', 'tracestate', 'baggage'] as const;

/**
 * The tools/call as the server gets it: an id of ours (two clients' ids may meet in one session), the tool's own
 * name, the arguments byte for byte. Of `_meta` only what the protocol needs goes on; clients put session and
 * device data there that is no server's business.
 */
export function buildCall(message: Message, id: number, tool: string, era: Era, version: string): string {
  const args = member(message.paramSpans, 'arguments');
  const shownArgs = args === undefined ? '' : `,"arguments":${slice(message.text, args)}`;
  const meta = metaFor(message.params._meta, era, version);
  const shownMeta = meta === null ? '' : `,"_meta":${meta}`;
  return `{"jsonrpc":"2.0","id":${id},"method":"tools/call","params":{"name":${JSON.stringify(tool)}${shownArgs}${shownMeta}}}`;
}

function metaFor(meta: unknown, era: Era, version: string): string | null {
  const given = typeof meta === 'object' && meta !== null ? (meta as Record<string, unknown>) : {};
  const kept: Record<string, unknown> = {};
  const { progressToken } = given;
  if (typeof progressToken === 'string' || typeof progressToken === 'number') kept.progressToken = progressToken;
  for (const key of traceKeys) {
    if (typeof given[key] === 'string') kept[key] = given[key];
  }
  if (era === 'modern') {
    Object.assign(kept, ownEnvelope(version));
    if (typeof given[metaKeys.logLevel] === 'string') kept[metaKeys.logLevel] = given[metaKeys.logLevel];
  }
  return Object.keys(kept).length === 0 ? null : JSON.stringify(kept);
}
