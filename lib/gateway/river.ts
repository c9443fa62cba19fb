import { SlidingLog } from '../rate-limit/sliding-log';
import { AnnouncedClients } from './announced-clients';
import type { Call } from './answer-call';
import type { ClientSession } from './client-session';
import { ClientSessions } from './client-sessions';
import type { CallOutcome, CallRecord, GatewayDeps, TokenFacts } from './deps';
import type { Exchange } from './exchange';
import { InFlight } from './in-flight';
import { LinkedResources } from './linked-resources';
import { type Listener, Listeners } from './listeners';
import { ParkedCalls } from './parked-calls';
import { payloadOf } from './payload-of';
import { Relay } from './relay';
import type { ResourceSubscriptions } from './resource-subscriptions';
import { changingLists, type Snapshot } from './snapshot';
import { Snapshots } from './snapshots';

/** Failed authentications that one address may cause in any 60 seconds before it is told to wait. */
export const failuresPerAddress = 600;

/** What the gateway holds between requests: counters, snapshots, sessions, calls under way. All of it bounded. */
export class River {
  /** Failed authentications by address. Each instance counts its own: they say nothing about a token. */
  readonly failures: SlidingLog;
  readonly snapshots: Snapshots;
  readonly inFlight = new InFlight();
  readonly parked = new ParkedCalls();
  readonly links = new LinkedResources();
  readonly clients = new AnnouncedClients();
  readonly sessions: ClientSessions;
  readonly listeners: Listeners;
  readonly relay: Relay;
  /** Moves with each token whose requests are ended here: a look-up from before may be out of date. */
  endings = 0;
  private messageIds = 0;

  constructor(readonly deps: GatewayDeps) {
    this.failures = new SlidingLog(() => deps.monotonicMs());
    this.snapshots = new Snapshots(deps);
    this.sessions = new ClientSessions(deps);
    this.listeners = new Listeners(deps, this.snapshots);
    this.relay = new Relay(deps);
  }

  /** Ids of messages to servers: never twice in this process, so that no two calls meet in one session. */
  nextMessageId(): number {
    this.messageIds += 1;
    return this.messageIds;
  }

  /** What tells a session of changes, on its general stream, from the first time that it listens; null when too many do. */
  listenerOf(session: ClientSession, token: TokenFacts, since: Snapshot): ResourceSubscriptions | null {
    // One that has ended meanwhile would never be told to stop.
    if (session.resources !== null || session.isOver) return session.resources;
    const listener: Listener = {
      token,
      lists: new Set(changingLists),
      notify: (method, params) => session.general.push(JSON.stringify({ jsonrpc: '2.0', method, params }), true),
      end: () => this.sessions.end(session),
    };
    session.resources = this.listeners.add(listener, since);
    session.onOver = () => this.listeners.remove(listener);
    return session.resources;
  }

  /** Everything that a token has open on this instance ends. */
  endToken(tokenId: string): void {
    this.endings += 1;
    this.inFlight.end(tokenId);
    this.sessions.endOf(tokenId);
  }

  endAll(): void {
    this.inFlight.endAll();
    this.sessions.endAll();
  }

  /** @param answer what the client gets, `"result":…` or `"error":…`; null for neither. */
  recordCall(call: Call, outcome: CallOutcome, answer: string | null): void {
    if (call.route.method !== 'tools/call') return;
    const { askedMs, answeredMs, heldMs } = call;
    const serverMs = askedMs === null ? 0 : (answeredMs ?? this.deps.monotonicMs()) - askedMs - heldMs;
    const tool = String(call.exchange.message.params.name);
    const serverId = call.route.server.id;
    const payload = payloadOf(call, answer);
    this.record(call.exchange, { tool, serverId, outcome, serverMs: Math.max(0, serverMs), payload });
  }

  recordRefusal({ id, workspaceId, memberId }: TokenFacts, outcome: 'denied' | 'limited', count: number): void {
    this.deps.recordRefusal({ workspaceId, tokenId: id, memberId, outcome, count, atMs: this.deps.nowMs() });
  }

  /** A recorder that fails must never fail a call. */
  record(
    exchange: Exchange,
    call: Pick<CallRecord, 'tool' | 'serverId' | 'outcome' | 'payload'> & { serverMs: number },
  ): void {
    const { token, startedMs } = exchange;
    const totalMs = this.deps.monotonicMs() - startedMs;
    try {
      this.deps.recordCall({
        workspaceId: token.workspaceId,
        tokenId: token.id,
        memberId: token.memberId,
        serverId: call.serverId,
        tool: call.tool.slice(0, 200),
        outcome: call.outcome,
        gatewayUs: Math.max(0, Math.round((totalMs - call.serverMs) * 1000)),
        serverUs: Math.round(call.serverMs * 1000),
        client: exchange.client,
        requestId: exchange.requestId,
        atMs: this.deps.nowMs(),
        payload: call.payload,
      });
    } catch (error) {
      this.deps.log.error({ err: error }, 'a call could not be recorded');
    }
  }
}
