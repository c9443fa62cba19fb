import { createHash } from 'node:crypto';
import { member, slice } from '../json-spans';
import type { Exchange } from './exchange';
import type { River } from './river';
import type { Route } from './route';

/** What a 2026-07-28 client brings back when it repeats a request with the answers it was asked for. */
export interface ClientState {
  /** The server's own state; null when it gave none. */
  inner: string | null;
  /** Where the request waits in the process that gave this; null when it waits nowhere. */
  parked: string | null;
}

export const stateMsMax = 10 * 60_000;
const stateLengthMax = 64 * 1024;
/** A character of it may take six in JSON or three bytes, and sealing adds a third. */
const sealedLengthMax = stateLengthMax * 8 + 4_096;

export interface Sealed extends ClientState {
  /** The instance that gave it. */
  instance: string;
  expiresAtMs: number;
}

/** Sealed for this token, workspace, server and request: brought by anyone else, or with another request, it does not open (2026-07-28, MRTR). */
export function sealState(river: River, exchange: Exchange, route: Route, state: ClientState): string {
  const { deps } = river;
  const sealed: Sealed = { ...state, instance: deps.instances.id, expiresAtMs: deps.nowMs() + stateMsMax };
  return deps.sealer.seal(JSON.stringify(sealed), contextOf(exchange, route));
}

/** Null for what was never given, was given to another, or is older than ten minutes. */
export function openState(river: River, exchange: Exchange, route: Route, sealed: unknown): Sealed | null {
  if (typeof sealed !== 'string' || sealed.length > sealedLengthMax) return null;
  try {
    const state = JSON.parse(river.deps.sealer.open(sealed, contextOf(exchange, route))) as Sealed;
    return state.expiresAtMs > river.deps.nowMs() ? state : null;
  } catch {
    return null; // Whatever is wrong with it, the client can do nothing but begin again.
  }
}

/** Whether a server's state is small enough to travel through a client twice. */
export const isCarriable = (inner: string | null): boolean => inner === null || inner.length <= stateLengthMax;

function contextOf({ token, message }: Exchange, { server, method, name }: Route): string {
  const span = member(message.paramSpans, 'arguments');
  const args = createHash('sha256')
    .update(span === undefined ? '' : slice(message.text, span))
    .digest('base64url');
  return JSON.stringify(['request-state', token.workspaceId, token.id, server.id, method, name, args]);
}
