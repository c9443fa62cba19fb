import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { notFound } from '../errors';
import { FindTokenInput, type Token } from './schemas';
import { tokenSelect, toOneToken } from './token-row';
import { tokensInReach } from './tokens-in-reach';

/** The token of this workspace whose SHA-256 this is: whoever holds a token finds its row without sending it. */
export async function findToken(ctx: Ctx, slug: string, rawInput: FindTokenInput): Promise<Token> {
  const access = await authorizeWorkspace(ctx, slug, 'token.read');
  const { hash } = FindTokenInput.parse(rawInput);
  const row = await ctx.db.token.findFirst({ where: { hash, ...tokensInReach(access) }, select: tokenSelect });
  if (row === null) throw notFound();
  return toOneToken(ctx.db, row, ctx.now);
}
