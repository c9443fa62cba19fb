import { elements, type Member, member, members, rebuildObject, slice } from '../json-spans';
import { type Era, metaKeys, rpcCodes } from '../mcp-protocol';
import type { CallOutcome } from './deps';

/** A server's answer in the words of the client's era: `"result":…` or `"error":…` as JSON text. */
export interface ConvertedAnswer {
  body: string;
  outcome: CallOutcome;
  /** The tool wants something of the client that does not pass through here; `body` is nothing that a client could act on. */
  asksClient?: true;
}

export interface AnswerContext {
  /** The id that the call had on its way to the server. */
  id: number;
  from: Era;
  to: Era;
  wrapsOutput: boolean;
}

interface ParsedAnswer {
  id?: unknown;
  result?: Record<string, unknown>;
  error?: { code?: unknown; message?: unknown };
}

/**
 * Null when the text is not the answer to this call. Only what the eras differ in is touched (mcp-protocol §1.4);
 * content, structured content and fields nobody has heard of keep their bytes.
 */
export function convertAnswer(text: string, context: AnswerContext): ConvertedAnswer | null {
  const found = findAnswer(text, context.id);
  if (found === null) return null;
  const { parsed, at } = found;
  const top = members(text, at);
  if (parsed.error !== undefined) {
    const span = member(top, 'error');
    if (span === undefined) return null;
    const body = `"error":${convertError(text, span, parsed.error, context)}`;
    const asksClient = parsed.error.code === rpcCodes.missingClientCapability;
    return { body, outcome: 'protocol_error', ...(asksClient ? { asksClient } : {}) };
  }
  const span = member(top, 'result');
  if (span === undefined || parsed.result === undefined) return null;
  const { resultType } = parsed.result;
  if (resultType === 'input_required')
    return { body: `"result":${slice(text, span)}`, outcome: 'protocol_error', asksClient: true };
  if (resultType !== undefined && resultType !== 'complete') return null;
  const outcome = parsed.result.isError === true ? 'tool_error' : 'ok';
  return { body: `"result":${convertResult(text, span, parsed.result, context)}`, outcome };
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
  const isPlain = (part: unknown) => typeof part === 'object' && part !== null && !Array.isArray(part);
  return answer.id === id && (isPlain(answer.result) || isPlain(answer.error));
}

function convertResult(
  text: string,
  span: Member,
  result: Record<string, unknown>,
  { from, to, wrapsOutput }: AnswerContext,
): string {
  const raw = slice(text, span);
  if (to === 'modern') {
    if (result.resultType !== undefined) return raw;
    return rebuildObject(text, span.start, () => true, ['"resultType":"complete"']);
  }
  const wraps = wrapsOutput && result.structuredContent !== undefined;
  if (from === 'legacy' && !wraps) return raw;
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

/** 2026-07-28 knows -32002 no more; what it meant is -32602 now. */
function convertError(text: string, span: Member, error: { code?: unknown }, { to }: AnswerContext): string {
  if (to === 'legacy' || error.code !== rpcCodes.legacyResourceNotFound) return slice(text, span);
  return rebuildObject(text, span.start, (key) => key !== 'code', [`"code":${rpcCodes.invalidParams}`]);
}
