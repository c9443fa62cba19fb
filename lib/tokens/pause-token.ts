import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import type { Token } from './schemas';
import { tokenSelect, toOneToken } from './token-row';
import { tokenStatus } from './token-status';
import { tokensInReach } from './tokens-in-reach';

/** Keeps a token from opening anything until it is resumed. It counts as immediately as revoking does. */
export async function pauseToken(ctx: Ctx, slug: string, id: string): Promise<Token> {
  const token = await setPaused(ctx, slug, id, true);
  ctx.closeTokenStreams(token.id);
  return token;
}

/** Lets a paused token open again what it opened before. */
export const resumeToken = (ctx: Ctx, slug: string, id: string): Promise<Token> => setPaused(ctx, slug, id, false);

/** @throws AppError `conflict` for a token that nothing can bring back */
async function setPaused(ctx: Ctx, slug: string, rawId: string, isPaused: boolean): Promise<Token> {
  const access = await authorizeWorkspace(ctx, slug, 'token.write');
  const { workspace } = access;
  const where = { id: withoutNul(rawId), ...tokensInReach(access) };
  return inTransaction(ctx, async (tx) => {
    const data = isPaused ? { pausedAt: ctx.now, accessRevision: { increment: 1 } } : { pausedAt: null };
    const before = isPaused ? { pausedAt: null } : { pausedAt: { not: null } };
    const { count } = await tx.token.updateMany({ where: { ...where, revokedAt: null, ...before }, data });
    const row = await tx.token.findFirst({ where, select: tokenSelect });
    if (row === null) throw notFound();
    const status = tokenStatus(row, ctx.now);
    if (status === 'revoked' || status === 'expired') {
      throw new AppError('conflict', `This token is ${status}, and that is for good. Create a new one.`);
    }
    if (count === 1) {
      const target = { workspaceId: workspace.id, targetType: 'token', targetId: row.id } as const;
      const action = isPaused ? 'token.pause' : 'token.resume';
      await appendAudit(tx, ctx, { action, ...target, details: { name: row.name, hint: row.hint } });
    }
    return toOneToken(tx, row, ctx.now);
  });
}
