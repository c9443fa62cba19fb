import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { type AuditCtx, appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { withoutNul } from '../ids';

/** Ends one of the actor's own sessions, this one included: the next request with its cookie is refused. */
export async function endSession(ctx: AuditCtx & Pick<Ctx, 'db'>, rawId: string): Promise<void> {
  const user = requireUser(ctx);
  const id = withoutNul(rawId);
  await inTransaction(ctx, async (tx) => {
    const living = { id, userId: user.id, endedAt: null };
    const { count } = await tx.session.updateMany({ where: living, data: { endedAt: ctx.now } });
    if (count === 0) throw notFound();
    await appendAudit(tx, ctx, { action: 'session.end', workspaceId: null, targetType: 'session', targetId: id });
  });
}
