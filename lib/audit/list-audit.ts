import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { AppError } from '../errors';
import { auditSelect, toRecords, whereOf } from './audit-row';
import { type AuditList, AuditQuery } from './schemas';

/** What was changed in a workspace, newest first. */
export async function listAudit(ctx: Ctx, slug: string, query: AuditQuery): Promise<AuditList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'audit.read');
  const { cursor, limit, ...filter } = AuditQuery.parse(query);
  const before = cursor === undefined ? {} : { position: { lt: positionOf(cursor) } };
  const rows = await ctx.db.auditEntry.findMany({
    where: { ...whereOf(workspace.id, filter), ...before },
    // By position, not by time: two instances' clocks differ, the chain does not.
    orderBy: { position: 'desc' },
    take: limit + 1,
    select: auditSelect,
  });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : undefined;
  return {
    entries: await toRecords(ctx.db, shown),
    next_cursor: last === undefined ? null : Buffer.from(String(last.position)).toString('base64url'),
  };
}

function positionOf(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  const message = 'This is not a cursor from an earlier page.';
  throw new AppError('invalid_input', message, { errors: [{ path: 'cursor', message }] });
}
