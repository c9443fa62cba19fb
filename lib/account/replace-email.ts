import { type AuditCtx, appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { AppError } from '../errors';
import type { Person } from './schemas';

/**
 * Puts an account under another address within the caller's transaction. Links that were sent to the old one open nothing any more.
 * @throws AppError `conflict` for an address that another account has
 */
export async function replaceEmail(tx: Tx, ctx: AuditCtx, user: Person, email: string): Promise<void> {
  if ((await tx.user.findUnique({ where: { email }, select: { id: true } })) !== null) throw emailTaken();
  await tx.accountLink.deleteMany({ where: { userId: user.id } });
  await tx.user.update({ where: { id: user.id }, data: { email, updatedAt: ctx.now }, select: { id: true } });
  const target = { workspaceId: null, targetType: 'user', targetId: user.id } as const;
  const change = { before: { email: user.email }, after: { email } };
  await appendAudit(tx, ctx, { action: 'user.change_email', ...target, ...change });
}

export const emailTaken = () => new AppError('conflict', 'Another account has this address by now.');
