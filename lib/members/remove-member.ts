import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { mayGrant, roleOf } from '../access/roles';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import { endToken } from '../tokens/end-token';
import { roles } from '../workspaces/schemas';
import { endInvitesOf } from './end-invites-of';
import { holdMembership, refuseLastOwner } from './hold-membership';
import { memberSelect } from './member-row';

/**
 * Removes a member, or lets the actor leave. Once this has returned no token of theirs opens anything and the streams that they held are
 * closed, and the links that they sent out are dead. The row stays, and so does their name on what they did.
 * @throws AppError `conflict` for the last owner
 */
export async function removeMember(ctx: Ctx, slug: string, rawId: string): Promise<void> {
  const id = withoutNul(rawId);
  const { workspace, role: own, memberId } = await authorizeWorkspace(ctx, slug, 'member.read');
  const isLeaving = id === memberId;
  if (!isLeaving) await authorizeWorkspace(ctx, slug, 'member.write');
  const tokenIds = await inTransaction(ctx, async (tx) => {
    await holdMembership(tx, workspace.id, ctx.now);
    const where = { id, workspaceId: workspace.id, removedAt: null };
    const row = await tx.member.findFirst({ where, select: memberSelect });
    if (row === null) throw notFound();
    const role = roleOf(row.role) ?? 'member';
    if (!isLeaving && !mayGrant(own, role)) {
      throw new AppError('forbidden', `Your role in this workspace, ${own}, does not remove an ${role}.`);
    }
    if (role === 'owner') await refuseLastOwner(tx, workspace.id, id);
    // Before the tokens are looked for: whoever makes one for this member at the same time holds the row until it can be found.
    await tx.member.updateMany({ where, data: { removedAt: ctx.now } });
    const tokens = await tx.token.findMany({
      where: { workspaceId: workspace.id, memberId: id, revokedAt: null },
      select: { id: true },
    });
    for (const token of tokens) await endToken(tx, ctx, { id: token.id, workspaceId: workspace.id }, 'revoked');
    await endInvitesOf(tx, ctx, { workspaceId: workspace.id, userId: row.user.id }, roles);
    const target = { workspaceId: workspace.id, targetType: 'member', targetId: id } as const;
    const details = { name: row.user.name, email: row.user.email, role, token_count: tokens.length };
    await appendAudit(tx, ctx, { action: isLeaving ? 'member.leave' : 'member.remove', ...target, details });
    return tokens.map((token) => token.id);
  });
  for (const tokenId of tokenIds) ctx.closeTokenStreams(tokenId);
}
