import { authorizeWorkspace, requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import { insertToken } from './insert-token';
import { mcpJson } from './mcp-json';
import { type CreatedToken, RotateTokenInput } from './schemas';
import { checkPolicy, policySelect } from './token-policy';
import { toOneToken } from './token-row';
import { whereActive } from './token-status';
import { tokensInReach } from './tokens-in-reach';

/**
 * A new token in the place of another. It inherits name, owner, scope, limit and, unless told otherwise, the expiry date. The old one
 * ends at once, or works on for a grace that never outlasts its own expiry. Two rotations of one token at the same time: one wins.
 * @throws AppError `conflict` for a token that is not active or was rotated already; `invalid_input` at `expires_in` where the policy of the
 *   workspace does not admit the expiry, an inherited one included
 */
export async function rotateToken(
  ctx: Ctx,
  slug: string,
  rawId: string,
  rawInput: RotateTokenInput,
): Promise<CreatedToken> {
  const access = await authorizeWorkspace(ctx, slug, 'token.write');
  const { workspace } = access;
  const user = requireUser(ctx);
  const { grace = 0, expires_in } = RotateTokenInput.parse(rawInput);
  const where = { id: withoutNul(rawId), ...tokensInReach(access) };

  const { token, raw } = await inTransaction(ctx, async (tx) => {
    const old = await tx.token.findFirst({
      where,
      select: { name: true, hint: true, memberId: true, expiresAt: true, scope: true, rateLimit: true },
    });
    if (old === null) throw notFound();
    const expiresAt = expires_in === undefined ? old.expiresAt : dateIn(ctx.now, expires_in);
    const policy = await tx.workspace.findUnique({ where: { id: workspace.id }, select: policySelect });
    if (policy === null) throw notFound();
    checkPolicy(policy, expiresAt, ctx.now);
    const { name, memberId, scope, rateLimit } = old;
    const made = { workspaceId: workspace.id, name, memberId, expiresAt, scope, rateLimit, createdById: user.id };
    const { raw, row } = await insertToken(tx, ctx, { ...made, rotatedFromId: where.id });
    const graceEnd = new Date(ctx.now.getTime() + grace * 1000);
    const { count } = await tx.token.updateMany({
      where: { ...where, ...whereActive(ctx.now), replacedById: null },
      data: {
        replacedById: row.id,
        ...(grace === 0
          ? { revokedAt: ctx.now, revokedById: user.id, revokedReason: 'rotated' }
          : { expiresAt: old.expiresAt !== null && old.expiresAt < graceEnd ? old.expiresAt : graceEnd }),
      },
    });
    if (count === 0) throw new AppError('conflict', 'Only an active token that was not rotated yet can be rotated.');
    const target = { workspaceId: workspace.id, targetType: 'token', targetId: where.id } as const;
    const details = { name, hint: old.hint, grace, new_id: row.id, new_hint: row.hint };
    await appendAudit(tx, ctx, { action: 'token.rotate', ...target, details });
    return { token: await toOneToken(tx, row, ctx.now), raw };
  });
  if (grace === 0) ctx.closeTokenStreams(where.id);
  return { token, raw, mcp_json: mcpJson(ctx.env.url, workspace.slug, raw) };
}

const dateIn = (now: Date, seconds: number | null): Date | null =>
  seconds === null ? null : new Date(now.getTime() + seconds * 1000);
