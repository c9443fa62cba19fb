import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import type { Server } from './schemas';
import { serverSelect, toServer } from './server-row';

/** One server of a workspace. Its credentials are no part of the answer. */
export async function getServer(ctx: Ctx, slug: string, id: string): Promise<Server> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'server.read');
  const where = { id: withoutNul(id), workspaceId: workspace.id };
  const row = await ctx.db.server.findFirst({ where, select: serverSelect });
  if (row === null) throw notFound();
  return toServer(row);
}
