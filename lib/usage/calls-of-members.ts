import type { Tx } from '../db/client';
import { madeUntil } from './made-until';
import { sumCounts } from './read-rollups';
import { dayMs, hourMs } from './rollup';
import { stretchesOf } from './usage-range';

/** How many calls each member has made in the last 30 days. Who made none is missing. */
export async function callsOfMembers(
  db: Pick<Tx, '$queryRaw' | 'usageMark'>,
  workspaceId: string,
  memberIds: string[],
  now: Date,
): Promise<Map<string, number>> {
  const toMs = Math.ceil((now.getTime() + 1) / hourMs) * hourMs;
  const stretches = stretchesOf({ fromMs: toMs - 30 * dayMs, toMs }, await madeUntil(db));
  const where = { workspaceId, slice: 'member', memberId: { in: memberIds } } as const;
  const sums = await sumCounts(db, { where, stretches, by: ['memberId'], stepMs: dayMs });
  return new Map(sums.map(({ key, calls }) => [key.memberId, calls]));
}
