import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import type { Token } from './schemas';
import { tokenSelect, toOneToken } from './token-row';
import { tokensInReach } from './tokens-in-reach';

/** One token of a workspace, as the list shows it. */
export async function getToken(ctx: Ctx, slug: string, id: string): Promise<Token> {
  const access = await authorizeWorkspace(ctx, slug, 'token.read');
  const where = { id: withoutNul(id), ...tokensInReach(access) };
  const row = await ctx.db.token.findFirst({ where, select: tokenSelect });
  if (row === null) throw notFound();
  return toOneToken(ctx.db, row, ctx.now);
}
