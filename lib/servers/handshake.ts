import {
  clientInfo,
  isLegacyVersion,
  latestLegacyVersion,
  metaKeys,
  modernVersion,
  ownEnvelope,
} from '../mcp-protocol';
import { ConnectFailure } from './connect-failure';
import type { ClientCapabilities, ServerReply } from './connections';
import { failureOfStatus } from './failure-of-status';
import type { HttpReply } from './http-reply';
import { isJsonObject, type JsonObject } from './json-object';
import { type Answer, readAnswer } from './read-answer';
import { legacyHeaders, modernHeaders } from './request-headers';

/** The way to a server before its era is known. */
export interface Channel {
  version: string;
  hasCredentials: boolean;
  base: string[];
  /** What we declare in `initialize`. */
  capabilities: ClientCapabilities;
  post(headers: string[], body: string, kind: 'request' | 'message'): Promise<ChannelReply>;
  /** A GET whose answer is a stream. */
  openStream(headers: string[]): Promise<HttpReply>;
}

export type ChannelReply = ServerReply & Pick<HttpReply, 'header'>;

export interface Handshake {
  era: 'legacy' | 'modern';
  protocolVersion: string;
  serverInfo: JsonObject | null;
  instructions: string | null;
  capabilities: JsonObject;
  sessionId: string | null;
  asked: boolean;
}

/** The server is of revision 2024-11-05 over HTTP+SSE, and this is its stream, just begun. */
export interface FoundStream {
  stream: HttpReply;
}

const answerBytesMax = 1024 * 1024;

/**
 * Finds out which era a server speaks and opens it. 401, 403, 429, 5xx and network failures say nothing about an era and end
 * the attempt; any other refusal of `server/discover` means the legacy handshake.
 * @param hint a stored verdict: modern is believed unasked (a wrong one fails loudly), legacy skips the probe
 * @throws ConnectFailure
 */
export async function handshake(channel: Channel, hint: string | null): Promise<Handshake | FoundStream> {
  if (hint === modernVersion) {
    return {
      era: 'modern',
      protocolVersion: hint,
      serverInfo: null,
      instructions: null,
      capabilities: {},
      sessionId: null,
      asked: false,
    };
  }
  if (hint !== null) return { ...(await initialize(channel)), asked: false };
  return (await discover(channel)) ?? (await initialize(channel));
}

async function discover(channel: Channel): Promise<Handshake | null> {
  const id = 'aerostack-discover';
  const params = { _meta: ownEnvelope(channel.version) };
  const headers = [...modernHeaders(channel.base), 'mcp-method', 'server/discover'];
  const reply = await channel.post(headers, request(id, 'server/discover', params), 'request');
  refuseFailures(channel, reply);
  const answer = await readAnswer(reply, id, answerBytesMax);
  if (answer === null) return null;
  const { result, error } = answer.message;
  if (isJsonObject(result) && Array.isArray(result.supportedVersions)) return readDiscovery(result);
  const isVersionRefusal = isJsonObject(error) && error.code === -32022 && isJsonObject(error.data);
  if (isVersionRefusal) requireCommonVersion((error.data as JsonObject).supported);
  return null;
}

/** Null when the server speaks legacy revisions only. @throws ConnectFailure when it speaks none of ours */
export function readDiscovery(result: JsonObject): Handshake | null {
  const versions = result.supportedVersions as unknown[];
  if (!versions.includes(modernVersion)) {
    requireCommonVersion(versions);
    return null;
  }
  const meta = isJsonObject(result._meta) ? result._meta : {};
  const info = meta[metaKeys.serverInfo];
  return {
    era: 'modern',
    protocolVersion: modernVersion,
    serverInfo: isJsonObject(info) ? info : null,
    instructions: typeof result.instructions === 'string' ? result.instructions : null,
    capabilities: isJsonObject(result.capabilities) ? result.capabilities : {},
    sessionId: null,
    asked: true,
  };
}

/** A server that names its revisions, none of which we speak, need not be asked in another way. */
function requireCommonVersion(supported: unknown): void {
  if (!Array.isArray(supported) || supported.length === 0) return;
  if (supported.some((version) => typeof version === 'string' && isLegacyVersion(version))) return;
  throw unknownVersion(typeof supported[0] === 'string' ? supported[0] : 'without a name');
}

async function initialize(channel: Channel): Promise<Handshake | FoundStream> {
  const reply = await sendInitialize(channel);
  const answer = await readAnswer(reply, initializeId, answerBytesMax);
  if (isJsonObject(answer?.message.result)) return begin(channel, reply, answer.message.result);
  const refusal = refusalOf(reply, answer);
  if (refusal !== null) throw refusal;
  const stream = reply.status >= 400 ? await findStream(channel) : null;
  if (stream === null) throw failureOfStatus(reply, channel.hasCredentials);
  return { stream };
}

/** The same over a channel that leads through a stream already. @throws ConnectFailure */
export async function initializeOverStream(channel: PostChannel): Promise<Handshake> {
  const reply = await sendInitialize(channel);
  const answer = await readAnswer(reply, initializeId, answerBytesMax);
  if (isJsonObject(answer?.message.result)) return begin(channel, reply, answer.message.result);
  throw refusalOf(reply, answer) ?? failureOfStatus(reply, channel.hasCredentials);
}

export const initializeId = 'aerostack-initialize';

type PostChannel = Omit<Channel, 'openStream'>;

async function sendInitialize(channel: PostChannel): Promise<ChannelReply> {
  const { capabilities } = channel;
  const params = { protocolVersion: latestLegacyVersion, capabilities, clientInfo: clientInfo(channel.version) };
  const reply = await channel.post(channel.base, request(initializeId, 'initialize', params), 'request');
  refuseFailures(channel, reply);
  return reply;
}

async function begin(channel: PostChannel, reply: ChannelReply, result: JsonObject): Promise<Handshake> {
  const protocolVersion = result.protocolVersion;
  if (typeof protocolVersion !== 'string') throw failureOfStatus(reply, channel.hasCredentials);
  if (!isLegacyVersion(protocolVersion)) throw unknownVersion(protocolVersion);
  const sessionId = readSessionId(reply);
  await announce(channel, protocolVersion, sessionId);
  return {
    era: 'legacy',
    protocolVersion,
    serverInfo: isJsonObject(result.serverInfo) ? result.serverInfo : null,
    instructions: typeof result.instructions === 'string' ? result.instructions : null,
    capabilities: isJsonObject(result.capabilities) ? result.capabilities : {},
    sessionId,
    asked: true,
  };
}

/** Sloppy servers refuse the notification and work all the same; the next request shows the truth. */
async function announce(channel: PostChannel, protocolVersion: string, sessionId: string | null): Promise<void> {
  const body = JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' });
  const reply = await channel.post(legacyHeaders(channel.base, protocolVersion, sessionId), body, 'message');
  reply.discard();
  if (reply.status === 401 || reply.status === 403) throw failureOfStatus(reply, channel.hasCredentials);
}

function readSessionId(reply: ChannelReply): string | null {
  const sessionId = reply.header('mcp-session-id') ?? null;
  if (sessionId === null || /^[\x21-\x7e]{1,1024}$/.test(sessionId)) return sessionId;
  throw new ConnectFailure('protocol', 'The server gave a session id with characters that MCP does not allow.', {
    nextStep: 'Report this to the people who make the server.',
  });
}

function refusalOf(reply: ServerReply, answer: Answer | null): ConnectFailure | null {
  const error = answer?.message.error;
  if (!isJsonObject(error) || reply.status === 404 || reply.status === 405) return null;
  const code = typeof error.code === 'number' ? ` (JSON-RPC ${error.code})` : '';
  return new ConnectFailure('protocol', `The server refused to begin${code}.`, {
    nextStep: 'Look at the log of the server; it may need a newer version, or other credentials.',
    status: reply.status,
  });
}

/** A server without an answer to POST whose GET streams events is of revision 2024-11-05 (2025-03-26, Backwards Compatibility). */
export async function findStream(channel: Channel): Promise<HttpReply | null> {
  const reply = await channel.openStream(channel.base);
  if (reply.status === 200 && reply.contentType === 'text/event-stream') return reply;
  reply.discard();
  return null;
}

function refuseFailures(channel: PostChannel, reply: ServerReply): void {
  const { status } = reply;
  const isFailure =
    status === 401 || status === 403 || status === 429 || status >= 500 || (status >= 300 && status < 400);
  if (!isFailure) return;
  reply.discard();
  throw failureOfStatus(reply, channel.hasCredentials);
}

const request = (id: string, method: string, params: JsonObject) =>
  JSON.stringify({ jsonrpc: '2.0', id, method, params });

const unknownVersion = (version: string) =>
  new ConnectFailure('protocol', `The server speaks MCP ${version.slice(0, 20)}, which Aerostack does not know.`, {
    nextStep: 'Update Aerostack, or let the server offer a published revision too.',
  });
