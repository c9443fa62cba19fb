import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import { identitySelect, isUsable } from './identity-row';

/**
 * Takes a linked account away from the actor's own. Sessions that began with it go on; they are ended one by one.
 * @throws AppError `not_found`; `conflict` where nothing would be left to sign in with
 */
export async function unlinkIdentity(ctx: Ctx, rawId: string): Promise<void> {
  const user = requireUser(ctx);
  const id = withoutNul(rawId);
  await inTransaction(ctx, async (tx) => {
    // Holds the person's row: two that are unlinked at once are counted one after the other.
    const { passwordHash } = await tx.user.update({
      where: { id: user.id },
      data: { updatedAt: ctx.now },
      select: { passwordHash: true },
    });
    const all = await tx.identity.findMany({ where: { userId: user.id }, select: identitySelect });
    const gone = all.find((one) => one.id === id);
    if (gone === undefined) throw notFound();
    const isWayIn = passwordHash !== '' || all.some((one) => one.id !== id && isUsable(ctx, one));
    if (!isWayIn)
      throw new AppError('conflict', 'This is the only way into your account. Set a password or link another first.');
    await tx.identity.delete({ where: { id } });
    const target = { workspaceId: null, targetType: 'identity', targetId: id } as const;
    const { provider, issuer, email } = gone;
    await appendAudit(tx, ctx, { action: 'identity.unlink', ...target, details: { provider, issuer, email } });
  });
}
