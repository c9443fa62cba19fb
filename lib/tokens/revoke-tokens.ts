import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import { endToken } from './end-token';
import { type RevokedTokens, RevokeTokensInput } from './schemas';
import { toTokens } from './token-row';
import { tokensInReach } from './tokens-in-reach';

/**
 * Ends several tokens in one transaction: all of them, or none when one is out of the actor's reach. The answer is in the order of their ids.
 */
export async function revokeTokens(ctx: Ctx, slug: string, rawInput: RevokeTokensInput): Promise<RevokedTokens> {
  const access = await authorizeWorkspace(ctx, slug, 'token.write');
  // Locked in one order, so that two who revoke the same tokens wait for each other and never both.
  const ids = [...new Set(RevokeTokensInput.parse(rawInput).ids.map(withoutNul))].sort();
  const tokens = await inTransaction(ctx, async (tx) => {
    const rows = [];
    for (const id of ids) {
      const row = await endToken(tx, ctx, { id, ...tokensInReach(access) }, 'revoked');
      if (row === null) throw notFound();
      rows.push(row);
    }
    return toTokens(tx, rows, ctx.now);
  });
  for (const { id } of tokens) ctx.closeTokenStreams(id);
  return { tokens };
}
