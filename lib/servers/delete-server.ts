import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { removeStalePayloads } from '../calls/remove-stale-payloads';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import { auditedUrl } from './server-url';

/** Removes a server with its tools, credentials and what was recorded of its calls. The calls themselves stay on record. */
export async function deleteServer(ctx: Ctx, slug: string, rawId: string): Promise<void> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'server.write');
  const where = { id: withoutNul(rawId), workspaceId: workspace.id };
  await inTransaction(ctx, async (tx) => {
    await tx.workspace.update({ where: { id: workspace.id }, data: { revision: { increment: 1 } } });
    const row = await tx.server.findFirst({ where, select: { name: true, slug: true, url: true } });
    if (row === null) throw notFound();
    await tx.server.deleteMany({ where });
    const target = { workspaceId: workspace.id, targetType: 'server', targetId: where.id } as const;
    await appendAudit(tx, ctx, { action: 'server.delete', ...target, details: { ...row, url: auditedUrl(row.url) } });
  });
  ctx.afterAnswer(() => removeStalePayloads(ctx.db));
  ctx.connections.drop(where.id);
  for (const tell of ctx.connections.changes) tell();
}
