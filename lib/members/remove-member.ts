import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { mayGrant, roleOf } from '../access/roles';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import { endMembership } from './end-membership';
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
    const member = { id, workspaceId: workspace.id, role, user: row.user };
    return endMembership(tx, ctx, member, isLeaving ? 'member.leave' : 'member.remove');
  });
  for (const tokenId of tokenIds) ctx.closeTokenStreams(tokenId);
}
