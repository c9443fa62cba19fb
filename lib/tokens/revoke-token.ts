import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import type { Token } from './schemas';
import { tokenSelect, toOneToken } from './token-row';

/**
 * Ends a token for good. It returns after the commit: from then on every request with the token is refused, on any instance,
 * because each one reads the row. Revoking twice changes nothing and answers the same; the first time and person stay on record.
 */
export async function revokeToken(ctx: Ctx, slug: string, rawId: string): Promise<Token> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'token.write');
  const where = { id: withoutNul(rawId), workspaceId: workspace.id };
  const revokedById = ctx.actor.kind === 'user' ? ctx.actor.id : null;

  const token = await inTransaction(ctx, async (tx) => {
    const data = { revokedAt: ctx.now, revokedById };
    const { count } = await tx.token.updateMany({ where: { ...where, revokedAt: null }, data });
    const row = await tx.token.findFirst({ where, select: tokenSelect });
    if (row === null) throw notFound();
    if (count === 1) {
      const target = { workspaceId: workspace.id, targetType: 'token', targetId: row.id } as const;
      await appendAudit(tx, ctx, { action: 'token.revoke', ...target, details: { name: row.name, hint: row.hint } });
    }
    return toOneToken(tx, row, ctx.now);
  });
  ctx.closeTokenStreams(token.id);
  return token;
}
