import { type AuditCtx, appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import type { RevokedReason } from './schemas';
import { tokenSelect } from './token-row';

/**
 * Ends a token within the caller's transaction, once: the first time, person and reason stay on record. A token that was rotated ends
 * as rotated. Whoever calls closes its streams after the commit.
 * @returns the row as it is now; null for a token that is not among those that `where` reaches
 */
export async function endToken(
  tx: Tx,
  ctx: AuditCtx,
  where: { id: string; workspaceId: string; memberId?: string },
  reason: Exclude<RevokedReason, 'rotated'>,
) {
  const found = await tx.token.findFirst({ where, select: { replacedById: true } });
  if (found === null) return null;
  const revokedReason: RevokedReason = found.replacedById !== null && reason === 'revoked' ? 'rotated' : reason;
  const revokedById = ctx.actor.kind === 'user' ? ctx.actor.id : null;
  const data = { revokedAt: ctx.now, revokedById, revokedReason };
  const { count } = await tx.token.updateMany({ where: { ...where, revokedAt: null }, data });
  const row = await tx.token.findFirst({ where, select: tokenSelect });
  if (row === null || count === 0) return row;
  const target = { workspaceId: where.workspaceId, targetType: 'token', targetId: row.id } as const;
  const details = { name: row.name, hint: row.hint, reason: revokedReason };
  await appendAudit(tx, ctx, { action: 'token.revoke', ...target, details });
  return row;
}
