import { join, raw, type Sql, sqltag as sql } from '@prisma/client/runtime/client';
import type { Slice } from './rollup';
import type { Stretch } from './usage-range';

type Ids = string | { in: string[] };

/** What of a slice is read. */
export interface RollupWhere {
  workspaceId: string;
  slice: Slice;
  memberId?: Ids;
  /** A token's row names the token only: whose it is, is on the token. */
  tokenId?: Ids | { ofMember: string };
  serverId?: Ids;
  tool?: Ids;
}

export type Dimension = 'memberId' | 'tokenId' | 'serverId' | 'tool' | 'at';

export const columns: Record<Dimension, string> = {
  memberId: 'member_id',
  tokenId: 'token_id',
  serverId: 'server_id',
  tool: 'tool',
  at: 'at',
};

/** One question for all stretches, whichever of the tables they are in: all have the same columns. */
export function selectRollups(
  what: string[],
  read: string[],
  where: RollupWhere,
  stretches: Stretch[],
  by: readonly Dimension[],
): Sql {
  const keys = by.map((one) => columns[one]);
  const grouped = raw(keys.length === 0 ? '' : `GROUP BY ${keys.join(', ')}`);
  return sql`SELECT ${raw(keys.map((key) => `${key}, `).join(''))}${raw(what.join(', '))} FROM (${partsOf([...keys, ...read], where, stretches)}) AS parts ${grouped}`;
}

/** How many rows there are, counted up to this many. */
export const countRollups = (where: RollupWhere, stretches: Stretch[], most: number): Sql =>
  sql`SELECT count(*) AS count FROM (SELECT 1 AS one FROM (${partsOf(['slice'], where, stretches)}) AS parts LIMIT ${most}) AS counted`;

const partsOf = (read: string[], where: RollupWhere, stretches: Stretch[]): Sql =>
  join(
    stretches.map(
      (stretch) => sql`SELECT ${raw(read.join(', '))} FROM ${raw(`usage_${stretch.table}`)}
        WHERE ${join(conditionsOf(where, stretch), ' AND ')}`,
    ),
    ' UNION ALL ',
  );

function conditionsOf({ workspaceId, slice, ...names }: RollupWhere, { fromMs, toMs }: Stretch): Sql[] {
  const at = sql`at >= ${new Date(fromMs)} AND at < ${new Date(toMs)}`;
  const others = Object.entries(names).map(([one, value]) => {
    const column = raw(columns[one as Dimension]);
    if (typeof value === 'string') return sql`${column} = ${value}`;
    if ('in' in value) return value.in.length === 0 ? sql`1 = 0` : sql`${column} IN (${join(value.in)})`;
    const { ofMember } = value;
    return sql`${column} IN (SELECT id FROM tokens WHERE workspace_id = ${workspaceId} AND member_id = ${ofMember})`;
  });
  return [sql`workspace_id = ${workspaceId} AND slice = ${slice}`, at, ...others];
}
