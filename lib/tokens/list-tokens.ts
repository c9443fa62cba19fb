import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { withoutNul } from '../ids';
import { readPage } from '../page';
import { type TokenList, TokenListQuery } from './schemas';
import { tokenSelect, toTokens } from './token-row';
import { tokensInReach } from './tokens-in-reach';

/** A workspace's tokens of every status that the actor may know of, newest first: what cannot authenticate any more stays for the record. */
export async function listTokens(ctx: Ctx, slug: string, query: TokenListQuery): Promise<TokenList> {
  const access = await authorizeWorkspace(ctx, slug, 'token.read');
  const { search, ...page } = TokenListQuery.parse(query);
  const { after, orderBy, take, cut } = readPage(page, 'desc');
  const where = {
    ...tokensInReach(access),
    ...(search ? { search: { contains: withoutNul(search.toLowerCase()) } } : {}),
    ...after,
  };
  const { rows, nextCursor } = cut(await ctx.db.token.findMany({ where, orderBy, take, select: tokenSelect }));
  return { tokens: await toTokens(ctx.db, rows, ctx.now), next_cursor: nextCursor };
}
