import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { type PageQuery, readPage } from '../page';
import type { TokenList } from './schemas';
import { tokenSelect, toTokens } from './token-row';

/** A workspace's tokens of every status, newest first: what cannot authenticate any more stays for the record. */
export async function listTokens(ctx: Ctx, slug: string, query: PageQuery): Promise<TokenList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'token.read');
  const { after, orderBy, take, cut } = readPage(query, 'desc');
  const where = { workspaceId: workspace.id, ...after };
  const { rows, nextCursor } = cut(await ctx.db.token.findMany({ where, orderBy, take, select: tokenSelect }));
  return { tokens: await toTokens(ctx.db, rows, ctx.now), next_cursor: nextCursor };
}
