import { member, members, rebuildObject, slice } from '../json-spans';
import { isJsonObject, type JsonObject } from '../servers/json-object';

/** One thing that a server wants of the client, with its parameters as JSON text. */
export interface AskEntry {
  key: string;
  method: string;
  params: string;
  parsed: JsonObject;
}

/** A client's answer to it: the result or the error, as JSON text. */
export type AskAnswer = { result: string } | { error: string };

/** A server's question in the middle of a request. */
export interface Ask {
  entries: AskEntry[];
  /**
   * `waiting`: the request stays open at the server until the answer comes (before 2026-07-28). `returned`: the server has ended
   * the request and wants it again, with the answers and its state.
   */
  kind: 'waiting' | 'returned';
  /** What a 2026-07-28 server wants back. */
  state: string | null;
  /** The other members of its result, as JSON text. */
  rest: string[];
  /** Gives the server the answers, by key, and goes on. */
  answer(answers: ReadonlyMap<string, AskAnswer>): void;
}

/** The questions of a 2026-07-28 result, in the words of the server that asks; null when they are none. */
export function readInputRequests(text: string, at: number, result: JsonObject, server: string): AskEntry[] | null {
  const { inputRequests } = result;
  if (inputRequests === undefined) return [];
  const span = member(members(text, at), 'inputRequests');
  if (!isJsonObject(inputRequests) || span === undefined) return null;
  const entries = members(text, span.start).map(({ key, start }) => {
    const parsed = inputRequests[key];
    const params = member(members(text, start), 'params');
    const method = isJsonObject(parsed) ? parsed.method : undefined;
    if (typeof method !== 'string') return null;
    return askEntry(key, method, params === undefined ? '{}' : slice(text, params), server);
  });
  return entries.every((entry) => entry !== null) ? entries : null;
}

/** Whoever answers sees only the gateway, so the message says who wants to know (mcp-protocol §1.7). */
export function askEntry(key: string, method: string, params: string, server: string): AskEntry {
  const parsed: unknown = JSON.parse(params);
  if (!isJsonObject(parsed)) return { key, method, params: '{}', parsed: {} };
  if (method !== 'elicitation/create' || typeof parsed.message !== 'string') return { key, method, params, parsed };
  const message = `"message":${JSON.stringify(`[${server}] ${parsed.message}`)}`;
  return { key, method, params: rebuildObject(params, 0, (name) => name !== 'message', [message]), parsed };
}
