import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import { refreshCatalogue } from './refresh-catalogue';
import type { Server } from './schemas';
import { serverSelect, toServer } from './server-row';

/**
 * Connects to a server anew and reads its tools, 10 s at most. A server that fails is an answer too: `status` and `last_error`
 * say what happened, and the tools that it listed last stay. Nothing that a person decided changes, so no audit entry.
 */
export async function refreshServer(ctx: Ctx, slug: string, id: string): Promise<Server> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'server.write');
  const where = { id: withoutNul(id), workspaceId: workspace.id };
  if ((await ctx.db.server.count({ where })) === 0) throw notFound();
  await refreshCatalogue(ctx, where.id, { reopen: true });
  const row = await ctx.db.server.findFirst({ where, select: serverSelect });
  if (row === null) throw notFound();
  return toServer(row);
}
