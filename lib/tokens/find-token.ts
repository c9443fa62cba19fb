import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { notFound } from '../errors';
import { FindTokenInput, type Token } from './schemas';
import { tokenSelect, toOneToken } from './token-row';

/** The token of this workspace whose SHA-256 this is: whoever holds a token finds its row without sending it. */
export async function findToken(ctx: Ctx, slug: string, rawInput: FindTokenInput): Promise<Token> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'token.read');
  const { hash } = FindTokenInput.parse(rawInput);
  const row = await ctx.db.token.findFirst({ where: { hash, workspaceId: workspace.id }, select: tokenSelect });
  if (row === null) throw notFound();
  return toOneToken(ctx.db, row, ctx.now);
}
