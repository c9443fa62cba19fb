import { writeHistogram } from './histogram';
import { outcomeClasses } from './outcome-class';
import type { Rollup } from './rollup';

export const keyColumns = ['workspace_id', 'slice', 'at', 'member_id', 'token_id', 'server_id', 'tool'];
const countColumns = ['calls', ...outcomeClasses];
export const hourColumns = [...keyColumns, ...countColumns, 'server_times', 'gateway_times', 'last_at', 'last_client'];

/** A row in the order of `hourColumns`. */
export const toHourRow = (rollup: Rollup, toDate: (atMs: number) => string): (string | number | null)[] => [
  rollup.workspaceId,
  rollup.slice,
  toDate(rollup.atMs),
  rollup.memberId,
  rollup.tokenId,
  rollup.serverId,
  rollup.tool,
  rollup.calls,
  ...outcomeClasses.map((one) => rollup.counts[one]),
  writeHistogram(rollup.serverTimes),
  writeHistogram(rollup.gatewayTimes),
  toDate(rollup.lastAtMs),
  rollup.lastClient,
];

/** What `ON CONFLICT DO UPDATE` sets the counts to. */
export const sumsOf = (table: string): string =>
  countColumns.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(', ');

/** The client of the later one, or the one that is known. */
export const lastClientOf = (table: string): string =>
  `CASE WHEN excluded.last_at >= ${table}.last_at THEN coalesce(excluded.last_client, ${table}.last_client)
    ELSE coalesce(${table}.last_client, excluded.last_client) END`;
