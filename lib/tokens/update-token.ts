import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import { type Token, UpdateTokenInput } from './schemas';
import { tokenSelect, toOneToken } from './token-row';

/** Renames a token, whatever its status. What it opens and until when is settled at its creation. */
export async function updateToken(ctx: Ctx, slug: string, rawId: string, rawInput: UpdateTokenInput): Promise<Token> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'token.write');
  const { name } = UpdateTokenInput.parse(rawInput);
  const where = { id: withoutNul(rawId), workspaceId: workspace.id };
  return inTransaction(ctx, async (tx) => {
    const { count } = await tx.token.updateMany({ where, data: { name } });
    const row = await tx.token.findFirst({ where, select: tokenSelect });
    if (count === 0 || row === null) throw notFound();
    const target = { workspaceId: workspace.id, targetType: 'token', targetId: row.id } as const;
    await appendAudit(tx, ctx, { action: 'token.update', ...target, details: { name, hint: row.hint } });
    return toOneToken(tx, row, ctx.now);
  });
}
