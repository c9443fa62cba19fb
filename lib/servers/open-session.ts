import { beginStream } from './begin-stream';
import type { Breaker } from './breaker';
import type { ClientCapabilities, OpenedServer, ServerNotification, ServerTarget } from './connections';
import { type Channel, findStream, type Handshake, handshake, initializeId, initializeOverStream } from './handshake';
import type { HttpReply } from './http-reply';
import type { HttpTransport } from './http-transport';
import { LegacySession } from './legacy-session';
import { ModernSession } from './modern-session';
import { baseHeaders, legacyHeaders, modernHeaders, streamHeaders } from './request-headers';
import type { OnMessage, Session } from './session';
import { SseLink } from './sse-link';
import { SseSession } from './sse-session';
import type { ReconnectMs } from './stream-keeper';

/** What the shared connection to a server and all leases have in common. */
export interface ConnectionParts {
  transport: HttpTransport;
  breaker: Breaker;
  target: ServerTarget;
  version: string;
  reconnectMs: ReconnectMs;
  found: Found;
  /** Tells those who listen to the shared connection. */
  tellShared(notification: ServerNotification): void;
}

/** What one handshake found out for all. */
export interface Found {
  /** The server is reached over HTTP+SSE. */
  isSse: boolean;
  /** Whether it keeps sessions in which it can ask its client; null until somebody wanted one. */
  keepsSessions: boolean | null;
}

interface Opening {
  /** Null for the connection that all share, which declares none. */
  capabilities: ClientCapabilities | null;
  /** The revision that the server is believed to speak. */
  hint: string | null;
  /** Whether what an earlier handshake found out may spare this one its questions. */
  mayBeKnown: boolean;
  nextEpoch(): number;
  onMessage: OnMessage;
  /** The session ended of itself, as only that of HTTP+SSE does. */
  onLost(epoch: number): void;
}

/** A handshake never waits as long as a slow tool may. */
const handshakeMsMax = 8_000;

/** Opens a server, whatever its revision and transport. @throws ConnectFailure */
export async function openSession(parts: ConnectionParts, opening: Opening): Promise<Session> {
  const base = baseHeaders(parts.target.headers, parts.version);
  const channel = channelOf(parts, base, opening.capabilities ?? {});
  const known = parts.found.isSse && opening.mayBeKnown ? await findStream(channel) : null;
  const found = known === null ? await handshake(channel, opening.hint) : { stream: known };
  const isSse = 'stream' in found;
  const session = isSse
    ? await beginOverStream(parts, opening, channel, found.stream)
    : begin(parts, opening, base, found);
  parts.found.isSse = isSse;
  return session;
}

function channelOf(parts: ConnectionParts, base: string[], capabilities: ClientCapabilities): Channel {
  const { transport, target, version } = parts;
  const timeoutMs = handshakeMs(target);
  const limits = { timeoutMs, totalTimeoutMs: Math.min(timeoutMs * 2, target.totalTimeoutMs) };
  return {
    version,
    hasCredentials: Object.keys(target.headers).length > 0,
    base,
    capabilities,
    post: (headers, body, kind) => transport.send({ method: 'POST', headers, body, limits, epoch: 0, kind }),
    openStream: (headers) => beginStream(transport, streamHeaders(headers, null), timeoutMs),
  };
}

function begin(parts: ConnectionParts, opening: Opening, base: string[], found: Handshake): Session {
  const { sessionId, ...facts } = found;
  const server: OpenedServer = { ...facts, epoch: opening.nextEpoch() };
  if (server.era === 'modern') return new ModernSession(parts.transport, server, modernHeaders(base), parts.version);
  const headers = legacyHeaders(base, server.protocolVersion, sessionId);
  return new LegacySession(parts.transport, server, headers, sessionId);
}

async function beginOverStream(
  parts: ConnectionParts,
  opening: Opening,
  channel: Channel,
  stream: HttpReply,
): Promise<Session> {
  const link = new SseLink(parts.transport, stream);
  const timeoutMs = handshakeMs(parts.target);
  try {
    await link.ready(timeoutMs);
    const { sessionId: _none, ...facts } = await initializeOverStream({
      ...channel,
      post: (headers, body, kind) => {
        const id = kind === 'request' ? { id: initializeId } : {};
        return link.post(headers, body, { method: 'initialize', timeoutMs, ...id }, 0);
      },
    });
    const server: OpenedServer = { ...facts, epoch: opening.nextEpoch() };
    void link.over.then(() => opening.onLost(server.epoch));
    return new SseSession(link, server, legacyHeaders(channel.base, server.protocolVersion, null), opening.onMessage);
  } catch (error) {
    link.close();
    throw error;
  }
}

const handshakeMs = (target: ServerTarget) => Math.min(target.timeoutMs, handshakeMsMax);
