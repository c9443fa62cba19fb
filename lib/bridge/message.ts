import { elements, member, members, slice } from '../json-spans';
import { metaKeys } from '../mcp-protocol';

/** What a client wrote as one line, with what has to be known of it to send it on. Its bytes go on as they are. */
export interface Message {
  body: Buffer;
  kind: 'request' | 'notification' | 'response' | 'batch';
  /** Null for a response and for a batch. */
  method: string | null;
  params: Record<string, unknown>;
  /** The JSON text of each id that waits for an answer. */
  ids: readonly string[];
  /** The revision that a 2026-07-28 request claims in its envelope; null for everything of the 2025 era. */
  version: string | null;
}

type Json = Record<string, unknown>;

/** Null for a line that is no JSON object or array. Whether it is a good message is the gateway's to say. */
export function readMessage(body: Buffer): Message | null {
  const text = body.toString('utf8');
  const parsed = parse(text);
  if (Array.isArray(parsed)) {
    const ids = elements(text).flatMap((span) => idsOf(slice(text, span)));
    return { body, kind: 'batch', method: null, params: {}, ids, version: null };
  }
  if (!isObject(parsed)) return null;
  const method = typeof parsed.method === 'string' ? parsed.method : null;
  const params = isObject(parsed.params) ? parsed.params : {};
  const hasId = 'id' in parsed;
  const kind = method === null ? 'response' : hasId ? 'request' : 'notification';
  const isAnswer = 'result' in parsed || 'error' in parsed;
  return {
    body,
    kind: kind === 'response' && !isAnswer ? 'request' : kind,
    method,
    params,
    ids: isAnswer ? [] : idsOf(text),
    version: claimOf(method, params),
  };
}

function idsOf(text: string): string[] {
  const top = members(text);
  const id = member(top, 'id');
  const isAnswer = member(top, 'method') === undefined && (member(top, 'result') ?? member(top, 'error')) !== undefined;
  return id === undefined || isAnswer ? [] : [slice(text, id)];
}

/** `initialize` belongs to the 2025 era unless its envelope is complete, as for the gateway. */
function claimOf(method: string | null, { _meta: meta }: Json): string | null {
  const claimed = isObject(meta) ? meta[metaKeys.protocolVersion] : undefined;
  if (typeof claimed !== 'string' || !isObject(meta)) return null;
  return method !== 'initialize' || isObject(meta[metaKeys.clientCapabilities]) ? claimed : null;
}

/** The JSON text of `params[key]`, byte for byte; null without it. */
export function paramText({ body }: Message, key: string): string | null {
  const text = body.toString('utf8');
  const params = member(members(text), 'params');
  const found = params === undefined ? undefined : member(members(text, params.start), key);
  return found === undefined ? null : slice(text, found);
}

/** What the gateway says, as far as it has to be understood. */
export interface Heard {
  /** The JSON text of the id; null without one. */
  id: string | null;
  isResponse: boolean;
  value: Json;
}

/** Null for what is no JSON object. */
export function hear(text: string): Heard | null {
  const value = parse(text);
  if (!isObject(value)) return null;
  const id = member(members(text), 'id');
  const isResponse = value.method === undefined && ('result' in value || 'error' in value);
  return { id: id === undefined ? null : slice(text, id), isResponse, value };
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
