import { isUtf8 } from 'node:buffer';
import { elements, type Member, member, members, slice } from '../json-spans';
import { rpcCodes } from '../mcp-protocol';
import { isJsonObject } from '../servers/json-object';

/** One JSON-RPC message from a client: parsed once, with its text at hand for forwarding. */
export interface Message {
  text: string;
  /** The id's own JSON text (`7`, `"a"`, `12345678901234567890`), null for a notification. */
  id: string | null;
  /** Null for a response. */
  method: string | null;
  params: Record<string, unknown>;
  /** Where the members of `params` stand in `text`. */
  paramSpans: readonly Member[];
}

export type Envelope =
  | { kind: 'message'; message: Message }
  | { kind: 'batch'; messages: (Message | InvalidMessage)[] }
  | InvalidMessage;

export interface InvalidMessage {
  kind: 'invalid';
  code: number;
  message: string;
}

const invalid = (message: string, code: number = rpcCodes.invalidRequest): InvalidMessage => ({
  kind: 'invalid',
  code,
  message,
});

/** Reads a request body. Never throws: whatever arrives is a message, a batch, or told what is wrong with it. */
export function readEnvelope(body: Buffer): Envelope {
  if (!isUtf8(body)) return invalid('Parse error: the body is not UTF-8.', rpcCodes.parseError);
  const text = body.toString('utf8');
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return invalid('Parse error: the body is not valid JSON.', rpcCodes.parseError);
  }
  if (!Array.isArray(parsed)) {
    const message = readMessage(text, parsed);
    return 'kind' in message ? message : { kind: 'message', message };
  }
  if (parsed.length === 0) return invalid('Invalid Request: an empty batch.');
  if (parsed.length > batchMax) return invalid(`Invalid Request: a batch of more than ${batchMax} messages.`);
  const spans = elements(text);
  return { kind: 'batch', messages: spans.map((span, i) => readMessage(slice(text, span), parsed[i])) };
}

/** Far above what a token may send in a minute; what is beyond costs no more than its parsing. */
const batchMax = 1000;

function readMessage(text: string, parsed: unknown): Message | InvalidMessage {
  if (!isJsonObject(parsed)) return invalid('Invalid Request: a JSON-RPC message must be an object.');
  const top = members(text);
  const fault = ambiguity(top);
  if (fault !== null) return invalid(fault);
  if (parsed.jsonrpc !== '2.0') return invalid('Invalid Request: "jsonrpc" must be "2.0".');
  const id = readId(text, top, parsed.id);
  if (id === undefined) return invalid('Invalid Request: "id" must be a string or an integer.');
  if (parsed.method === undefined) {
    const isResponse = id !== null && ('result' in parsed || 'error' in parsed);
    return isResponse
      ? { text, id, method: null, params: {}, paramSpans: [] }
      : invalid('Invalid Request: "method" is missing.');
  }
  if (typeof parsed.method !== 'string') return invalid('Invalid Request: "method" must be a string.');
  if (parsed.params !== undefined && !isJsonObject(parsed.params)) {
    return invalid('Invalid Request: "params" must be an object.');
  }
  const paramsAt = member(top, 'params');
  const paramSpans = paramsAt === undefined ? [] : members(text, paramsAt.start);
  const metaAt = member(paramSpans, '_meta');
  const paramFault = ambiguity(paramSpans) ?? (metaAt === undefined ? null : ambiguity(members(text, metaAt.start)));
  if (paramFault !== null) return invalid(paramFault);
  return { text, id, method: parsed.method, params: (parsed.params as Record<string, unknown>) ?? {}, paramSpans };
}

/**
 * Two readers must never see two different messages in one body: duplicate keys, and keys that a case-folding
 * reader would take for another (`METHOD`), are refused (CVE-2026-27896).
 */
function ambiguity(found: readonly Member[]): string | null {
  for (let i = 0; i < found.length; i += 1) {
    const key = (found[i] as Member).key;
    const folded = key.toLowerCase();
    if (key !== folded && protectedKeys.has(folded))
      return `Invalid Request: write "${folded}", not "${printable(key)}".`;
    for (let j = 0; j < i; j += 1) {
      if ((found[j] as Member).key === key) return `Invalid Request: the key "${printable(key)}" stands twice.`;
    }
    if (i >= keysMax) return 'Invalid Request: too many keys.';
  }
  return null;
}

const keysMax = 64;
const protectedKeys = new Set(['jsonrpc', 'id', 'method', 'params', 'name', 'arguments', '_meta', 'uri']);
const printable = (key: string) => key.slice(0, 40).replace(/[^\x20-\x7e]|["\\]/g, '?');

/** Null for none, undefined for one that JSON-RPC 2.0 or MCP does not allow (null, fractions, objects). */
function readId(text: string, top: readonly Member[], id: unknown): string | null | undefined {
  const span = member(top, 'id');
  if (span === undefined) return null;
  if (typeof id === 'string') return slice(text, span);
  return typeof id === 'number' && Number.isInteger(id) ? slice(text, span) : undefined;
}
