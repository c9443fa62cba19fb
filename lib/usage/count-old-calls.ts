import type { Db } from '../db/client';
import type { CallRow } from './usage-batch';
import type { UsageSink } from './usage-queue';

const callsAtOnce = 2000;

/**
 * Counts the next calls from before there were hours. The step and how far it came are one transaction, numbered: two instances that take
 * the same step count it once.
 * @returns whether there are more
 */
export async function countOldCalls(db: Db, sink: Pick<UsageSink, 'write'>): Promise<boolean> {
  const mark = await db.usageMark.findUnique({ where: { id: 'backfill' } });
  if (mark === null || mark.until === '') return false;
  const rows = await db.call.findMany({
    where: { id: { gt: mark.position, lte: mark.until } },
    orderBy: { id: 'asc' },
    take: callsAtOnce,
  });
  const last = rows.at(-1);
  if (last === undefined) {
    // The mark stays: a step that another instance is still writing finds its number there.
    await db.usageMark.updateMany({ where: { id: 'backfill', batch: mark.batch }, data: { until: '' } });
    return false;
  }
  const uncounted = rows.map((row): CallRow => {
    const { id, workspaceId, tokenId, memberId, serverId, tool, outcome, gatewayUs, serverUs, client, requestId } = row;
    return [
      ...([
        id,
        workspaceId,
        tokenId,
        memberId,
        serverId,
        tool,
        outcome,
        gatewayUs,
        serverUs,
        client,
        requestId,
      ] as const),
      row.at.getTime(),
    ];
  });
  const step = { id: 'backfill', batch: mark.batch + 1, position: last.id };
  await sink.write({ mark: step, calls: [], payloads: [], uncounted, refusals: [], touches: [] });
  return true;
}

/** How far the counting has come, or null where all is counted. */
export async function countedUntil(db: Pick<Db, 'usageMark'>): Promise<string | null> {
  const mark = await db.usageMark.findUnique({ where: { id: 'backfill' }, select: { position: true, until: true } });
  return mark === null || mark.until === '' ? null : mark.position;
}
