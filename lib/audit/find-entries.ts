import type { Db } from '../db/client';
import { auditSelect, toRecords, whereOf } from './audit-row';
import type { AuditFilter, AuditRecord } from './schemas';

interface Part {
  /** Only entries before this place in the chain. */
  before?: number | undefined;
  limit: number;
}

/**
 * A part of a workspace's log, newest first, and where the next part begins: null at the end. By position, not by time: the clocks of
 * two instances differ, the chain does not.
 */
export async function findEntries(
  db: Pick<Db, 'auditEntry' | 'user'>,
  workspaceId: string,
  filter: AuditFilter,
  { before, limit }: Part,
): Promise<{ entries: AuditRecord[]; next: number | null }> {
  const rows = await db.auditEntry.findMany({
    where: { ...whereOf(workspaceId, filter), ...(before === undefined ? {} : { position: { lt: before } }) },
    orderBy: { position: 'desc' },
    take: limit + 1,
    select: auditSelect,
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return { entries: await toRecords(db, shown), next: last?.position ?? null };
}
