import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { AppError } from '../errors';
import { findEntries } from './find-entries';
import { type AuditList, AuditQuery } from './schemas';

/** What was changed in a workspace, newest first. */
export async function listAudit(ctx: Ctx, slug: string, query: AuditQuery): Promise<AuditList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'audit.read');
  const { cursor, limit, ...filter } = AuditQuery.parse(query);
  const before = cursor === undefined ? undefined : positionOf(cursor);
  const { entries, next } = await findEntries(ctx.db, workspace.id, filter, { before, limit });
  return { entries, next_cursor: next === null ? null : Buffer.from(String(next)).toString('base64url') };
}

function positionOf(cursor: string): number {
  const text = Buffer.from(cursor, 'base64url').toString();
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  const message = 'This is not a cursor from an earlier page.';
  throw new AppError('invalid_input', message, { errors: [{ path: 'cursor', message }] });
}
