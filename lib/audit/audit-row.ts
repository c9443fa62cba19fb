import type { Db } from '../db/client';
import type { Prisma } from '../db/generated/sqlite/client/client';
import { AuditFilter, type AuditRecord, auditResults } from './schemas';

export const auditSelect = {
  id: true,
  position: true,
  actorKind: true,
  actorId: true,
  action: true,
  targetType: true,
  targetId: true,
  details: true,
  before: true,
  after: true,
  result: true,
  address: true,
  userAgent: true,
  requestId: true,
  at: true,
} as const;

type Row = Prisma.AuditEntryGetPayload<{ select: typeof auditSelect }>;

/** @throws ZodError for a filter that is none. */
export function whereOf(workspaceId: string, rawFilter: AuditFilter): Prisma.AuditEntryWhereInput {
  const { actor, action, target, result, request_id, from, to } = AuditFilter.parse(rawFilter);
  return {
    workspaceId,
    ...(actor === undefined ? {} : actor === 'system' ? { actorKind: 'system' } : { actorId: actor }),
    ...(action === undefined ? {} : { action: action.includes('.') ? action : { startsWith: `${action}.` } }),
    ...(target === undefined ? {} : { targetId: target }),
    ...(result === undefined ? {} : { result }),
    ...(request_id === undefined ? {} : { requestId: request_id }),
    ...(from === undefined && to === undefined
      ? {}
      : { at: { ...(from && { gte: new Date(from) }), ...(to && { lt: new Date(to) }) } }),
  };
}

/** Entries as they are shown, with the names that their actors have now. */
export async function toRecords(db: Pick<Db, 'user'>, rows: Row[]): Promise<AuditRecord[]> {
  const ids = [...new Set(rows.flatMap(({ actorId }) => actorId ?? []))];
  const users = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true, email: true } });
  const byId = new Map(users.map((user) => [user.id, user]));
  return rows.map((row) => {
    const user = byId.get(row.actorId ?? '');
    return {
      id: row.id,
      position: row.position,
      at: row.at.toISOString(),
      actor: {
        kind: row.actorKind === 'user' ? 'user' : 'system',
        id: row.actorId,
        name: user?.name ?? null,
        email: user?.email ?? null,
      },
      action: row.action,
      target: { type: row.targetType, id: row.targetId },
      result: auditResults.find((known) => known === row.result) ?? 'done',
      details: JSON.parse(row.details),
      before: row.before === null ? null : JSON.parse(row.before),
      after: row.after === null ? null : JSON.parse(row.after),
      address: row.address,
      user_agent: row.userAgent,
      request_id: row.requestId,
    };
  });
}
