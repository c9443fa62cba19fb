import type { Ctx } from '../access/ctx';
import { type AuditCtx, appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { makeLink } from './account-link';
import { findAccount } from './find-account';
import type { HandedLink } from './schemas';

/**
 * A link that sets an account's password, for whoever works on the server itself. Everybody else has no way here.
 * @throws AppError `not_found`
 */
export async function resetForOperator(ctx: AuditCtx & Pick<Ctx, 'db' | 'env'>, rawEmail: string): Promise<HandedLink> {
  const user = await findAccount(ctx, rawEmail);
  return inTransaction(ctx, async (tx) => {
    const link = await makeLink(tx, ctx, { userId: user.id, purpose: 'password_reset' });
    const target = { workspaceId: null, targetType: 'user', targetId: user.id } as const;
    const details = { email: user.email, expires_at: link.expires_at };
    await appendAudit(tx, ctx, { action: 'user.issue_password_reset', ...target, details });
    return link;
  });
}
