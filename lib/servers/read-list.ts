import { randomUUID } from 'node:crypto';
import { elements, member, members, slice } from '../json-spans';
import { ownEnvelope } from '../mcp-protocol';
import { answerServerRequest } from './answer-server-request';
import { ConnectFailure } from './connect-failure';
import type { ServerConnection } from './connections';
import { failureOfStatus } from './failure-of-status';
import { isJsonObject, type JsonObject } from './json-object';
import type { ListKind } from './list-kinds';
import { type Answer, readAnswer } from './read-answer';

export interface ReadEntry {
  /** What names it among its kind: a name, a URI, a URI template. */
  name: string;
  /** JSON text, byte for byte as the server wrote it. */
  definition: string;
}

export interface ReadList {
  entries: ReadEntry[];
  /** Entries that no client could use, or that went beyond a bound. */
  leftOut: number;
}

const pagesMax = 100;
const pageBytesMax = 10 * 1024 * 1024;
const definitionCharsMax = 256 * 1024;
const depthMax = 128;

interface Options {
  version: string;
  hasCredentials: boolean;
  signal: AbortSignal;
}

/**
 * One list of a server, page after page. An entry without what it needs is left out and counted; the others stay. A method
 * that the server does not know is an empty list. A server that lost its session, or proves to be of another era than
 * believed, is opened anew once.
 * @throws ConnectFailure
 */
export async function readList(connection: ServerConnection, kind: ListKind, options: Options): Promise<ReadList> {
  const found = new Map<string, ReadEntry>();
  const cursors = new Set<string>();
  let leftOut = 0;
  let chars = 0;
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer: Answer | null = await askForPage(connection, kind, options, cursor);
    if (answer === null) break;
    for (const definition of definitionsIn(answer.text, kind.member)) {
      const name = usableName(definition, kind);
      chars += definition.length;
      const isWithin = found.size < kind.entriesMax && chars <= kind.charsMax;
      if (name === null || found.has(name) || !isWithin) leftOut += 1;
      else found.set(name, { name, definition });
    }
    cursor = nextCursor(answer.message);
    if (cursor === null || cursors.has(cursor) || found.size >= kind.entriesMax || chars > kind.charsMax) break;
    cursors.add(cursor);
  }
  return { entries: [...found.values()], leftOut };
}

/** Null when the server does not know the method. */
async function askForPage(
  connection: ServerConnection,
  kind: ListKind,
  options: Options,
  cursor: string | null,
): Promise<Answer | null> {
  const first = await ask(connection, kind, options, cursor);
  if ('answer' in first) return first.answer;
  const { status } = first.failure;
  const mayBeStale =
    status !== undefined && status >= 400 && status < 500 && status !== 429 && first.failure.stage !== 'auth';
  if (!mayBeStale) throw first.failure;
  connection.reset(first.epoch);
  const second = await ask(connection, kind, options, cursor);
  if ('answer' in second) return second.answer;
  if (second.isUnknownMethod) return null;
  throw second.failure;
}

type Asked = { answer: Answer | null } | { failure: ConnectFailure; epoch: number; isUnknownMethod: boolean };

async function ask(
  connection: ServerConnection,
  kind: ListKind,
  options: Options,
  cursor: string | null,
): Promise<Asked> {
  const { era } = await connection.open();
  const id = `aerostack-${randomUUID()}`;
  const params: JsonObject = {
    ...(cursor === null ? {} : { cursor }),
    ...(era === 'modern' ? { _meta: ownEnvelope(options.version) } : {}),
  };
  const { method } = kind;
  const message = JSON.stringify({ jsonrpc: '2.0', id, method, params });
  const reply = await connection.post(message, { method, id, signal: options.signal });
  const { status, epoch } = reply;
  // One after the other: a flood of questions is read no faster than they are answered, and a failing answer fails this read.
  const answer = await readAnswer(reply, id, pageBytesMax, (other) => answerServerRequest(connection, other));
  if (answer !== null && status < 300 && isJsonObject(answer.message.result)) return { answer };
  const error = answer?.message.error;
  const isUnknownMethod = isJsonObject(error) && error.code === -32601;
  // With HTTP 404 (2026-07-28) it may also come from a server that is no longer what it was: that one is opened anew first.
  if (isUnknownMethod && status < 300) return { answer: null };
  const failure =
    isJsonObject(error) && status < 300 ? refused(error, kind) : failureOfStatus(reply, options.hasCredentials);
  return { failure, epoch, isUnknownMethod };
}

function refused(error: JsonObject, kind: ListKind): ConnectFailure {
  const code = typeof error.code === 'number' ? ` (JSON-RPC ${error.code})` : '';
  return new ConnectFailure('protocol', `The server refused to list its ${kind.plural}${code}.`, {
    nextStep: 'Look at the log of the server.',
  });
}

function definitionsIn(text: string, listed: string): string[] {
  const result = member(members(text), 'result');
  if (result === undefined) return [];
  const list = member(members(text, result.start), listed);
  return list === undefined ? [] : elements(text, list.start).map((span) => slice(text, span));
}

function usableName(definition: string, kind: ListKind): string | null {
  if (definition.length > definitionCharsMax) return null;
  const entry: unknown = JSON.parse(definition);
  return isJsonObject(entry) && isPlain(entry, depthMax) ? kind.nameOf(entry) : null;
}

/** Clients walk what they are given, and one that runs out of stack has no list at all; nor do they take 1e999 for a number. */
function isPlain(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((one) => isPlain(one, depth - 1));
}

function nextCursor(message: JsonObject): string | null {
  const cursor = isJsonObject(message.result) ? message.result.nextCursor : null;
  return typeof cursor === 'string' && cursor.length <= 10_000 ? cursor : null;
}
