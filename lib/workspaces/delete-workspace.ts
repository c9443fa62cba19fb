import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { removeStalePayloads } from '../calls/remove-stale-payloads';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';

/**
 * Removes a workspace with its servers, tokens, memberships and what was recorded of calls. Its audit entries and calls stay.
 * Once this has returned no token of it opens anything, and the streams that they held are closed.
 */
export async function deleteWorkspace(ctx: Ctx, slug: string): Promise<void> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'workspace.delete');
  const tokenIds = await inTransaction(ctx, async (tx) => {
    // Whoever makes a token holds its member first and then the workspace: in another order each would wait for the other.
    await tx.member.updateMany({ where: { workspaceId: workspace.id }, data: { workspaceId: workspace.id } });
    const tokens = await tx.token.findMany({ where: { workspaceId: workspace.id }, select: { id: true } });
    const { count } = await tx.workspace.deleteMany({ where: { id: workspace.id } });
    if (count === 0) throw notFound();
    const target = { workspaceId: workspace.id, targetType: 'workspace', targetId: workspace.id } as const;
    const details = { name: workspace.name, slug: workspace.slug, token_count: tokens.length };
    await appendAudit(tx, ctx, { action: 'workspace.delete', ...target, details });
    return tokens.map((token) => token.id);
  });
  ctx.afterAnswer(() => removeStalePayloads(ctx.db));
  for (const id of tokenIds) ctx.closeTokenStreams(id);
}
