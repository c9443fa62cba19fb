import { countAttempt } from '../access/count-attempt';
import type { AnonymousCtx } from '../access/ctx';
import { hashPassword } from '../access/passwords';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { findLink, takeLink, unusable } from './account-link';
import { endSessions } from './end-sessions';
import { mailPasswordChanged } from './mail-account';
import { ownsEveryWorkspace } from './owns-every-workspace';
import { refuseWeakPassword } from './refuse-weak-password';
import { UsePasswordResetInput } from './schemas';

/**
 * Sets a new password by a link, and ends every session of the account: once this has returned nobody is signed in with the old one. API
 * keys and workspace tokens stay, as scripts would stand still otherwise; the mail says so.
 * @throws AppError `not_found` for whatever opens nothing, `invalid_input` for a weak password, which leaves the link as it is, `rate_limited`
 */
export async function usePasswordReset(
  ctx: AnonymousCtx,
  rawInput: UsePasswordResetInput,
  { address, throttle }: { address: string; throttle: Throttle },
): Promise<void> {
  const { token, password } = UsePasswordResetInput.parse(rawInput);
  countAttempt(throttle, [`address:${address}`], ctx.now);
  const link = await findLink(ctx.db, ctx, token, 'password_reset');
  if (link === null) throw unusable();
  throttle.takeBack(`address:${address}`);
  const { passwordHash: _, ...user } = link.user;
  refuseWeakPassword(password, user);

  const passwordHash = await hashPassword(password);
  await inTransaction(ctx, async (tx) => {
    await takeLink(tx, ctx, link);
    // They may have joined another team since the owner made it.
    if (link.issuedById !== null && !(await ownsEveryWorkspace(tx, link.issuedById, user.id))) throw unusable();
    await tx.user.update({ where: { id: user.id }, data: { passwordHash, updatedAt: ctx.now }, select: { id: true } });
    const sessions = await endSessions(tx, ctx, user.id);
    await tx.accountLink.deleteMany({ where: { userId: user.id } });
    const actor = { kind: 'user', via: 'session', ...user } as const;
    const details = { sessions_ended: sessions, link_made_by: link.issuedById };
    const target = { workspaceId: null, targetType: 'user', targetId: user.id } as const;
    await appendAudit(tx, { ...ctx, actor }, { action: 'user.reset_password', ...target, details });
  });
  mailPasswordChanged(ctx, user, 'reset');
}
