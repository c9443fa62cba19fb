import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { type PageQuery, readPage } from '../page';
import type { ServerList } from './schemas';
import { serverSelect, toServer } from './server-row';

/** The servers of a workspace, in the order in which they were added. */
export async function listServers(ctx: Ctx, slug: string, query: PageQuery): Promise<ServerList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'server.read');
  const { after, orderBy, take, cut } = readPage(query, 'asc');
  const where = { workspaceId: workspace.id, ...after };
  const { rows, nextCursor } = cut(await ctx.db.server.findMany({ where, orderBy, take, select: serverSelect }));
  return { servers: rows.map(toServer), next_cursor: nextCursor };
}
