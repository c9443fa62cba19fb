import { randomUUID } from 'node:crypto';
import { elements, member, members, slice } from '../json-spans';
import { ownEnvelope } from '../mcp-protocol';
import { answerServerRequest } from './answer-server-request';
import { ConnectFailure } from './connect-failure';
import type { ServerConnection } from './connections';
import { failureOfStatus } from './failure-of-status';
import { isJsonObject, type JsonObject } from './json-object';
import { type Answer, readAnswer } from './read-answer';

export interface ReadTool {
  name: string;
  /** JSON text, byte for byte as the server wrote it. */
  definition: string;
}

export interface ReadTools {
  tools: ReadTool[];
  /** Tools that no client could use, or that went beyond a bound. */
  leftOut: number;
}

const pagesMax = 100;
const toolsMax = 2_000;
const pageBytesMax = 10 * 1024 * 1024;
const totalCharsMax = 20 * 1024 * 1024;
const definitionCharsMax = 256 * 1024;
const nameLengthMax = 200;

interface Options {
  version: string;
  hasCredentials: boolean;
  signal: AbortSignal;
}

/**
 * All tools of a server, page after page. A tool without a usable name or schema is left out and counted; the others stay.
 * A server that lost its session, or proves to be of another era than believed, is opened anew once.
 * @throws ConnectFailure
 */
export async function readTools(connection: ServerConnection, options: Options): Promise<ReadTools> {
  const found = new Map<string, ReadTool>();
  const cursors = new Set<string>();
  let leftOut = 0;
  let chars = 0;
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const answer: Answer = await askForPage(connection, options, cursor);
    for (const definition of definitionsIn(answer.text)) {
      const name = usableName(definition);
      chars += definition.length;
      const isWithin = found.size < toolsMax && chars <= totalCharsMax;
      if (name === null || found.has(name) || !isWithin) leftOut += 1;
      else found.set(name, { name, definition });
    }
    cursor = nextCursor(answer.message);
    if (cursor === null || cursors.has(cursor) || found.size >= toolsMax || chars > totalCharsMax) break;
    cursors.add(cursor);
  }
  return { tools: [...found.values()], leftOut };
}

async function askForPage(connection: ServerConnection, options: Options, cursor: string | null): Promise<Answer> {
  const first = await ask(connection, options, cursor);
  if ('answer' in first) return first.answer;
  const { status } = first.failure;
  const mayBeStale =
    status !== undefined && status >= 400 && status < 500 && status !== 429 && first.failure.stage !== 'auth';
  if (!mayBeStale) throw first.failure;
  connection.reset(first.epoch);
  const second = await ask(connection, options, cursor);
  if ('answer' in second) return second.answer;
  throw second.failure;
}

type Asked = { answer: Answer } | { failure: ConnectFailure; epoch: number };

async function ask(connection: ServerConnection, options: Options, cursor: string | null): Promise<Asked> {
  const { era } = await connection.open();
  const id = `aerostack-${randomUUID()}`;
  const params: JsonObject = {
    ...(cursor === null ? {} : { cursor }),
    ...(era === 'modern' ? { _meta: ownEnvelope(options.version) } : {}),
  };
  const message = JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/list', params });
  const reply = await connection.post(message, { method: 'tools/list', signal: options.signal });
  const { status, epoch } = reply;
  // One after the other: a flood of questions is read no faster than they are answered, and a failing answer fails this read.
  const answer = await readAnswer(reply, id, pageBytesMax, (other) => answerServerRequest(connection, other));
  if (answer !== null && status < 300 && isJsonObject(answer.message.result)) return { answer };
  const error = answer?.message.error;
  if (isJsonObject(error) && status < 300) return refused(error, epoch);
  return { failure: failureOfStatus(reply, options.hasCredentials), epoch };
}

/** A server without tools need not know the method (it offers prompts or resources). */
function refused(error: JsonObject, epoch: number): Asked {
  if (error.code === -32601) return { answer: { message: { result: { tools: [] } }, text: '{"result":{"tools":[]}}' } };
  const code = typeof error.code === 'number' ? ` (JSON-RPC ${error.code})` : '';
  const failure = new ConnectFailure('protocol', `The server refused to list its tools${code}.`, {
    nextStep: 'Look at the log of the server.',
  });
  return { failure, epoch };
}

function definitionsIn(text: string): string[] {
  const result = member(members(text), 'result');
  if (result === undefined) return [];
  const tools = member(members(text, result.start), 'tools');
  return tools === undefined ? [] : elements(text, tools.start).map((span) => slice(text, span));
}

function usableName(definition: string): string | null {
  if (definition.length > definitionCharsMax) return null;
  const tool: unknown = JSON.parse(definition);
  if (!isJsonObject(tool) || !isJsonObject(tool.inputSchema)) return null;
  const { name } = tool;
  const isUsable = typeof name === 'string' && name.length <= nameLengthMax && /^[^\p{Cc}\p{Cs}]+$/u.test(name);
  return isUsable ? name : null;
}

function nextCursor(message: JsonObject): string | null {
  const cursor = isJsonObject(message.result) ? message.result.nextCursor : null;
  return typeof cursor === 'string' && cursor.length <= 10_000 ? cursor : null;
}
