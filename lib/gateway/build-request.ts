import { type Member, member, rebuildObject, slice } from '../json-spans';
import { type Era, metaKeys, ownEnvelope } from '../mcp-protocol';
import type { ClientCapabilities } from '../servers/connections';
import { isJsonObject } from '../servers/json-object';
import type { Message } from './read-envelope';
import type { ForwardedMethod, Route } from './route';

/** W3C trace context: the only `_meta` keys without a prefix that travel on (2026-07-28, `_meta`). */
const traceKeys = ['traceparent', 'tracestate', 'baggage'] as const;

/** What a request says beside what the client wrote. */
export interface Outgoing {
  /** An id of ours: two clients' ids may meet in one session of a server. It is the progress token, too. */
  id: number;
  era: Era;
  /** The product's. */
  version: string;
  capabilities: ClientCapabilities;
  logLevel: string | null;
  /** The answers to what a 2026-07-28 server has asked, as JSON text, and the state it gave along. */
  inputResponses: string | null;
  requestState: string | null;
}

/** The members of `params` that go on byte for byte. Everything else is the gateway's to write, or no server's business. */
const forwarded: Record<ForwardedMethod, readonly string[]> = {
  'tools/call': ['arguments'],
  'prompts/get': ['arguments'],
  'resources/read': [],
  'completion/complete': ['argument', 'context'],
};

/**
 * A client's request as the server gets it: the server's own name for the thing, the arguments byte for byte. Of `_meta` only what
 * the protocol needs goes on; clients put session and device data there. Progress is always asked for, because it shows that a long
 * call is alive, and comes back under a token of ours.
 */
export function buildRequest(message: Message, route: Route, out: Outgoing): string {
  const parts = [subject(message, route)];
  for (const key of forwarded[route.method]) {
    const span = member(message.paramSpans, key);
    if (span !== undefined) parts.push(`"${key}":${slice(message.text, span)}`);
  }
  if (out.inputResponses !== null) parts.push(`"inputResponses":${out.inputResponses}`);
  if (out.requestState !== null) parts.push(`"requestState":${JSON.stringify(out.requestState)}`);
  parts.push(`"_meta":${metaFor(message.params._meta, out)}`);
  return `{"jsonrpc":"2.0","id":${out.id},"method":"${route.method}","params":{${parts.join(',')}}}`;
}

/** What the request is about, in the server's words. */
function subject({ text, params, paramSpans }: Message, { method, name }: Route): string {
  if (method === 'resources/read') return `"uri":${JSON.stringify(name)}`;
  if (method !== 'completion/complete') return `"name":${JSON.stringify(name)}`;
  const ref = member(paramSpans, 'ref') as Member;
  const isPrompt = isJsonObject(params.ref) && params.ref.type === 'ref/prompt';
  if (!isPrompt) return `"ref":${slice(text, ref)}`;
  return `"ref":${rebuildObject(text, ref.start, (key) => key !== 'name', [`"name":${JSON.stringify(name)}`])}`;
}

function metaFor(meta: unknown, { id, era, version, capabilities, logLevel }: Outgoing): string {
  const given = isJsonObject(meta) ? meta : {};
  const kept: Record<string, unknown> = { progressToken: id };
  for (const key of traceKeys) {
    if (typeof given[key] === 'string') kept[key] = given[key];
  }
  if (era === 'modern') {
    Object.assign(kept, ownEnvelope(version));
    kept[metaKeys.clientCapabilities] = capabilities;
    if (logLevel !== null) kept[metaKeys.logLevel] = logLevel;
  }
  return JSON.stringify(kept);
}
