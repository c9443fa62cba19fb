import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import { endToken } from './end-token';
import type { Token } from './schemas';
import { toOneToken } from './token-row';
import { tokensInReach } from './tokens-in-reach';

/**
 * Ends a token for good. It returns after the commit: from then on every request with the token is refused, on any instance,
 * because each one reads the row. Revoking twice changes nothing and answers the same. It also ends the grace of a rotated token.
 */
export async function revokeToken(ctx: Ctx, slug: string, rawId: string): Promise<Token> {
  const access = await authorizeWorkspace(ctx, slug, 'token.write');
  const token = await inTransaction(ctx, async (tx) => {
    const row = await endToken(tx, ctx, { id: withoutNul(rawId), ...tokensInReach(access) }, 'revoked');
    if (row === null) throw notFound();
    return toOneToken(tx, row, ctx.now);
  });
  ctx.closeTokenStreams(token.id);
  return token;
}
