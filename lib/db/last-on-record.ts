import type { Db } from './client';

/** The latest moment that a call or a change is on record for, in Unix milliseconds; null where nothing is. Ids sort by time. */
export async function lastOnRecord(db: Db): Promise<number | null> {
  const [call, change] = await Promise.all([
    db.call.findFirst({ orderBy: { id: 'desc' }, select: { at: true } }),
    db.auditEntry.findFirst({ orderBy: { id: 'desc' }, select: { at: true } }),
  ]);
  const moments = [call, change].flatMap((row) => (row === null ? [] : [row.at.getTime()]));
  return moments.length === 0 ? null : Math.max(...moments);
}
