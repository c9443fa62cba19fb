import { addTime, type Histogram } from './histogram';
import { classOf, type OutcomeClass } from './outcome-class';
import type { CallRow, RefusalRow } from './usage-batch';

/** What there is a sum of: see the model. Pairs have no times, and are what a breakdown within a member or token is made of. */
export type Slice = 'all' | 'member' | 'token' | 'server' | 'tool' | 'member_tool' | 'token_tool';

export interface RollupKey {
  workspaceId: string;
  slice: Slice;
  atMs: number;
  memberId: string;
  tokenId: string;
  serverId: string;
  tool: string;
}

export interface Rollup extends RollupKey {
  calls: number;
  counts: Record<OutcomeClass, number>;
  serverTimes: Histogram;
  gatewayTimes: Histogram;
  lastAtMs: number;
  lastClient: string | null;
}

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

const nobody = { memberId: '', tokenId: '', serverId: '', tool: '' };

/** Sums calls and refusals up, in whatever order they come. */
export class Rollups {
  readonly #byKey = new Map<string, Rollup>();

  /** In the order of their keys: writers that take rows in one order never wait for each other in a circle. */
  sorted(): Rollup[] {
    return [...this.#byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rollup]) => rollup);
  }

  addCall([, workspaceId, tokenId, member, server, name, outcome, gatewayUs, serverUs, client, , at]: CallRow): void {
    const outcomeClass = classOf(outcome);
    const memberId = member ?? '';
    const serverId = server ?? '';
    // A name that no server has is the caller's to choose: all of them are one tool.
    const tool = server === null ? '' : name;
    const times = { gatewayUs, serverUs: outcomeClass === 'denied' || server === null ? null : serverUs };
    const add = (slice: Slice, ids: Partial<typeof nobody>, own: typeof times | null = times) => {
      const key = { workspaceId, slice, atMs: at - (at % hourMs), ...nobody, ...ids };
      const rollup = this.#at(key);
      rollup.calls += 1;
      rollup.counts[outcomeClass] += 1;
      if (own !== null) {
        addTime(rollup.gatewayTimes, own.gatewayUs);
        if (own.serverUs !== null) addTime(rollup.serverTimes, own.serverUs);
      }
      noteUse(rollup, at, client);
    };
    add('all', {});
    add('member', { memberId });
    add('token', { tokenId });
    if (server !== null) add('server', { serverId });
    add('tool', { serverId, tool });
    add('member_tool', { memberId, serverId, tool }, null);
    add('token_tool', { tokenId, serverId, tool }, null);
  }

  /** Requests that were refused before anybody knew which tool they were about. */
  addRefusals([workspaceId, tokenId, member, outcomeClass, count, at]: RefusalRow): void {
    const slices = [
      ['all', {}],
      ['member', { memberId: member ?? '' }],
      ['token', { tokenId }],
    ] as const;
    for (const [slice, ids] of slices) {
      const rollup = this.#at({ workspaceId, slice, atMs: at - (at % hourMs), ...nobody, ...ids });
      rollup.calls += count;
      rollup.counts[outcomeClass] += count;
      noteUse(rollup, at, null);
    }
  }

  #at({ workspaceId, slice, atMs, memberId, tokenId, serverId, tool }: RollupKey): Rollup {
    const key = `${workspaceId}\n${slice}\n${atMs}\n${memberId}\n${tokenId}\n${serverId}\n${tool}`;
    let rollup = this.#byKey.get(key);
    if (rollup === undefined) {
      const counts = { ok: 0, tool_error: 0, protocol: 0, transport: 0, denied: 0, limited: 0, unknown: 0 };
      const times = { serverTimes: {}, gatewayTimes: {}, lastAtMs: 0, lastClient: null };
      rollup = { workspaceId, slice, atMs, memberId, tokenId, serverId, tool, calls: 0, counts, ...times };
      this.#byKey.set(key, rollup);
    }
    return rollup;
  }
}

/** The client of the latest use that named one. */
export function noteUse(rollup: Pick<Rollup, 'lastAtMs' | 'lastClient'>, atMs: number, client: string | null): void {
  if (atMs >= rollup.lastAtMs) {
    rollup.lastAtMs = atMs;
    rollup.lastClient = client ?? rollup.lastClient;
  } else rollup.lastClient ??= client;
}
