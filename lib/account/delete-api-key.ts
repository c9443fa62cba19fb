import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { withoutNul } from '../ids';

/** Ends one of the actor's own API keys at once. */
export async function deleteApiKey(ctx: Ctx, rawId: string): Promise<void> {
  const user = requireUser(ctx);
  const id = withoutNul(rawId);
  await inTransaction(ctx, async (tx) => {
    const key = await tx.apiKey.findFirst({ where: { id, userId: user.id }, select: { name: true, hint: true } });
    const { count } = await tx.apiKey.deleteMany({ where: { id, userId: user.id } });
    if (key === null || count === 0) throw notFound();
    const target = { workspaceId: null, targetType: 'api_key', targetId: id } as const;
    await appendAudit(tx, ctx, { action: 'api_key.delete', ...target, details: key });
  });
}
