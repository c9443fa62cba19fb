import type { Ctx } from '../access/ctx';
import { holdAccount } from '../access/hold-account';
import { hashPassword } from '../access/passwords';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { confirmIdentity } from './confirm-identity';
import { endSessions } from './end-sessions';
import { mailPasswordChanged } from './mail-account';
import { refuseWeakPassword } from './refuse-weak-password';
import { ChangePasswordInput } from './schemas';

/**
 * Gives the actor's account another password, or a first one. Their other sessions end with it, and so do links that would set a password.
 * @throws as `confirmIdentity`; AppError `invalid_input` for a weak password
 */
export async function changePassword(
  ctx: Ctx,
  rawInput: ChangePasswordInput,
  { throttle }: { throttle: Throttle },
): Promise<void> {
  const input = ChangePasswordInput.parse(rawInput);
  const user = await confirmIdentity(ctx, input.current_password, throttle);
  refuseWeakPassword(input.password, user);

  const passwordHash = await hashPassword(input.password);
  await inTransaction(ctx, async (tx) => {
    await holdAccount(tx, user.id, user.passwordHash);
    await tx.user.update({ where: { id: user.id }, data: { passwordHash, updatedAt: ctx.now }, select: { id: true } });
    const kept = ctx.actor.kind === 'user' ? ctx.actor.sessionId : undefined;
    const details = { sessions_ended: await endSessions(tx, ctx, user.id, kept), first: user.passwordHash === '' };
    await tx.accountLink.deleteMany({ where: { userId: user.id } });
    const target = { workspaceId: null, targetType: 'user', targetId: user.id } as const;
    await appendAudit(tx, ctx, { action: 'user.change_password', ...target, details });
  });
  mailPasswordChanged(ctx, user, 'changed');
}
