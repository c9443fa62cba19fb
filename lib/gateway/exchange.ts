import type { Era } from '../mcp-protocol';
import type { ClientCapabilities } from '../servers/connections';
import type { ClientSession } from './client-session';
import type { TokenFacts } from './deps';
import type { GatewayRequest } from './handle-request';
import type { Message } from './read-envelope';
import type { GatewayResponse } from './respond';
import type { Snapshot } from './snapshot';

/** One request of a client on its way through the gateway. */
export interface Exchange {
  message: Message;
  era: Era;
  token: TokenFacts;
  snapshot: Snapshot;
  requestId: string;
  /** Name and version that the client gives itself, for display; null when this request does not say. */
  client: string | null;
  /** The 2025-era session that the request belongs to; null for everyone else. */
  session: ClientSession | null;
  /** What the client can be asked for. */
  capabilities: ClientCapabilities;
  /** When the request was complete, on the monotonic clock. */
  startedMs: number;
  /** The request that the message came in. */
  request: GatewayRequest;
  /** Whether the answer may be a stream of events. */
  acceptsStream: boolean;
}

/** The answer to one message: JSON-RPC text, nothing (202), server-sent events as they come, or what another instance answers. */
export type Answer =
  | { status: number; text: string; headers?: Record<string, string> }
  | { status: 202; text: null }
  | { status: 200; events: AsyncIterable<string> }
  | { relayed: GatewayResponse };
