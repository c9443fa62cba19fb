import { SlidingLog } from '../rate-limit/sliding-log';
import type { Call } from './answer-call';
import type { CallOutcome, GatewayDeps } from './deps';
import type { Exchange } from './exchange';
import { InFlight } from './in-flight';
import { Snapshots } from './snapshots';

/** Failed authentications that one address may cause in any 60 seconds before it is told to wait. */
export const failuresPerAddress = 600;

/** What the gateway holds between requests: counters, snapshots, calls under way. All of it bounded. */
export class River {
  readonly limiter: SlidingLog;
  readonly failures = new SlidingLog(failuresPerAddress);
  readonly snapshots: Snapshots;
  readonly inFlight = new InFlight();
  private messageIds = 0;

  constructor(readonly deps: GatewayDeps) {
    this.limiter = new SlidingLog(deps.tokenRate);
    this.snapshots = new Snapshots(deps);
  }

  /** Ids of messages to servers: never twice in this process, so that no two calls meet in one session. */
  nextMessageId(): number {
    this.messageIds += 1;
    return this.messageIds;
  }

  recordCall(call: Call, outcome: CallOutcome): void {
    const { askedMs, answeredMs } = call;
    const serverMs = askedMs === null ? 0 : (answeredMs ?? this.deps.monotonicMs()) - askedMs;
    const tool = String(call.exchange.message.params.name);
    this.record(call.exchange, { tool, serverId: call.route.server.id, outcome, serverMs });
  }

  /** A recorder that fails must never fail a call. */
  record(
    exchange: Exchange,
    call: { tool: string; serverId: string | null; outcome: CallOutcome; serverMs: number },
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
      });
    } catch (error) {
      this.deps.log.error({ err: error }, 'a call could not be recorded');
    }
  }
}
