import { elements, type Member, member, members, rebuildObject, slice } from '../json-spans';
import { type Era, metaKeys, rpcCodes } from '../mcp-protocol';
import { isJsonObject, type JsonObject } from '../servers/json-object';
import type { CallOutcome } from './deps';
import type { ForwardedMethod } from './route';

/** What a server's answer is to the client: its last word, or a question that comes first. */
export type ConvertedAnswer =
  | {
      kind: 'answer';
      /** `"result":…` or `"error":…` as JSON text, in the words of the client's era. */
      body: string;
      outcome: CallOutcome;
      /** The JSON-RPC code of an error. */
      code?: number;
      /** The blocks of a tool's result. */
      content?: unknown;
    }
  /** 2026-07-28: the result that asks, as it stands in `text` from `at`. */
  | { kind: 'input_required'; text: string; at: number; result: JsonObject }
  /** 2025-11-25: addresses that a person has to open before the request can be repeated (error -32042). */
  | { kind: 'url_required'; elicitations: JsonObject[] };

export interface AnswerContext {
  /** The id that the request had on its way to the server. */
  id: number;
  method: ForwardedMethod;
  from: Era;
  to: Era;
  wrapsOutput: boolean;
}

interface ParsedAnswer {
  id?: unknown;
  result?: JsonObject;
  error?: { code?: unknown; message?: unknown; data?: unknown };
}

/**
 * Null when the text is not the answer to this request. Only what the eras differ in is touched (mcp-protocol §1.4);
 * content, structured content and fields nobody has heard of keep their bytes.
 */
export function convertAnswer(text: string, context: AnswerContext): ConvertedAnswer | null {
  const found = findAnswer(text, context.id);
  if (found === null) return null;
  const { parsed, at } = found;
  const top = members(text, at);
  if (parsed.error !== undefined) return convertError(text, member(top, 'error'), parsed.error, context);
  const span = member(top, 'result');
  if (span === undefined || parsed.result === undefined) return null;
  const { resultType } = parsed.result;
  if (resultType === 'input_required') return { kind: 'input_required', text, at: span.start, result: parsed.result };
  if (resultType !== undefined && resultType !== 'complete') return null;
  const outcome = parsed.result.isError === true ? 'tool_error' : 'ok';
  const body = `"result":${convertResult(text, span, parsed.result, context)}`;
  return { kind: 'answer', body, outcome, content: parsed.result.content };
}

/** The answer may stand alone or, from a 2025-03-26 server, in a batch. */
function findAnswer(text: string, id: number): { parsed: ParsedAnswer; at: number } | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed)) return isAnswer(parsed, id) ? { parsed, at: 0 } : null;
  const index = parsed.findIndex((one) => isAnswer(one, id));
  const span = elements(text)[index];
  return span === undefined ? null : { parsed: parsed[index] as ParsedAnswer, at: span.start };
}

function isAnswer(value: unknown, id: number): value is ParsedAnswer {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const answer = value as ParsedAnswer;
  return answer.id === id && (isJsonObject(answer.result) || isJsonObject(answer.error));
}

function convertResult(
  text: string,
  span: Member,
  result: JsonObject,
  { from, to, method, wrapsOutput }: AnswerContext,
): string {
  if (to === 'modern') return toModern(text, span, result, method);
  const wraps = wrapsOutput && result.structuredContent !== undefined;
  if (from === 'legacy' && !wraps) return slice(text, span);
  const extra: string[] = [];
  const inner = members(text, span.start);
  const structured = member(inner, 'structuredContent');
  if (wraps && structured !== undefined) extra.push(`"structuredContent":{"result":${slice(text, structured)}}`);
  const meta = member(inner, '_meta');
  if (meta !== undefined) {
    const kept = rebuildObject(text, meta.start, (key) => key !== metaKeys.serverInfo);
    if (kept !== '{}') extra.push(`"_meta":${kept}`);
  }
  const dropped = new Set(['resultType', 'ttlMs', 'cacheScope', '_meta', ...(wraps ? ['structuredContent'] : [])]);
  return rebuildObject(text, span.start, (key) => !dropped.has(key), extra);
}

/** Only a read resource may be cached, and only for the token that read it: the next one may not be allowed to. */
function toModern(text: string, span: Member, result: JsonObject, method: ForwardedMethod): string {
  const extra = result.resultType === undefined ? ['"resultType":"complete"'] : [];
  if (method !== 'resources/read')
    return extra.length === 0 ? slice(text, span) : rebuildObject(text, span.start, () => true, extra);
  if (typeof result.ttlMs !== 'number') extra.push('"ttlMs":0');
  extra.push('"cacheScope":"private"');
  return rebuildObject(text, span.start, (key) => key !== 'cacheScope', extra);
}

/**
 * "Not found" has two codes: -32002 until 2025-11-25, -32602 since, which until then meant bad parameters. The codes that the
 * specification keeps for itself speak of one hop, ours to the server; passed on, they would speak of the client's.
 */
function convertError(
  text: string,
  span: Member | undefined,
  { code, data }: { code?: unknown; data?: unknown },
  { from, to, method }: AnswerContext,
): ConvertedAnswer | null {
  if (span === undefined || typeof code !== 'number') return null;
  if (code === rpcCodes.urlElicitationRequired) {
    const list = isJsonObject(data) && Array.isArray(data.elicitations) ? data.elicitations : [];
    return { kind: 'url_required', elicitations: list.filter(isJsonObject) };
  }
  const isNotFound = method === 'resources/read' && from === 'modern' && code === rpcCodes.invalidParams;
  let own = code;
  if (to === 'modern' && code === rpcCodes.legacyResourceNotFound) own = rpcCodes.invalidParams;
  if (to === 'legacy' && isNotFound) own = rpcCodes.legacyResourceNotFound;
  const isCapability = code === rpcCodes.missingClientCapability && from === 'modern';
  if (isReserved(code) && !isCapability) own = rpcCodes.internalError;
  const error =
    own === code ? slice(text, span) : rebuildObject(text, span.start, (key) => key !== 'code', [`"code":${own}`]);
  return { kind: 'answer', body: `"error":${error}`, outcome: 'protocol_error', code: own };
}

/** 2026-07-28, Error Codes. */
const isReserved = (code: number): boolean => code <= -32020 && code >= -32099;
