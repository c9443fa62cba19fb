import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { changed } from '../audit/changed';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { readAccount } from './read-account';
import { type Account, UpdateAccountInput } from './schemas';

/** Gives the actor another name, on all that they did, too. */
export async function updateAccount(ctx: Ctx, rawInput: UpdateAccountInput): Promise<Account> {
  const { id } = requireUser(ctx);
  const { name } = UpdateAccountInput.parse(rawInput);
  await inTransaction(ctx, async (tx) => {
    const before = await tx.user.findFirst({ where: { id, deletedAt: null }, select: { name: true } });
    if (before === null) throw notFound();
    const change = changed(before, { name });
    if (change === null) return;
    await tx.user.update({ where: { id }, data: { name, updatedAt: ctx.now }, select: { id: true } });
    const target = { workspaceId: null, targetType: 'user', targetId: id } as const;
    await appendAudit(tx, ctx, { action: 'user.update', ...target, ...change });
  });
  return readAccount(ctx);
}
