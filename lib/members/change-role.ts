import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { mayAct, mayGrant, roleOf } from '../access/roles';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import { roles } from '../workspaces/schemas';
import { endInvitesOf } from './end-invites-of';
import { holdMembership, refuseLastOwner } from './hold-membership';
import { memberSelect, toMembers } from './member-row';
import { ChangeRoleInput, type Member } from './schemas';

/**
 * Gives a member another role, which counts for their next request; links that they sent out and may not send any more are dead. Nobody gives more than they have, or takes from who has more.
 * @throws AppError `conflict` for the last owner
 */
export async function changeRole(ctx: Ctx, slug: string, rawId: string, rawInput: ChangeRoleInput): Promise<Member> {
  const access = await authorizeWorkspace(ctx, slug, 'member.write');
  const { workspace, role: own } = access;
  const { role } = ChangeRoleInput.parse(rawInput);
  return inTransaction(ctx, async (tx) => {
    await holdMembership(tx, workspace.id, ctx.now);
    const where = { id: withoutNul(rawId), workspaceId: workspace.id, removedAt: null };
    const row = await tx.member.findFirst({ where, select: memberSelect });
    if (row === null) throw notFound();
    const before = roleOf(row.role) ?? 'member';
    if (!mayGrant(own, before) || !mayGrant(own, role)) {
      throw new AppError('forbidden', `Your role in this workspace, ${own}, makes nobody an owner and changes none.`);
    }
    if (before !== role) {
      if (before === 'owner') await refuseLastOwner(tx, workspace.id, row.id);
      await tx.member.update({ where: { id: row.id }, data: { role }, select: { id: true } });
      const sender = { workspaceId: workspace.id, userId: row.user.id };
      const beyond = roles.filter((one) => !mayAct(role, 'invite.write') || !mayGrant(role, one));
      await endInvitesOf(tx, ctx, sender, beyond);
      const target = { workspaceId: workspace.id, targetType: 'member', targetId: row.id } as const;
      const details = { name: row.user.name, email: row.user.email };
      const change = { before: { role: before }, after: { role } };
      await appendAudit(tx, ctx, { action: 'member.change_role', ...target, details, ...change });
    }
    const [member] = await toMembers(tx, ctx, access, [{ ...row, role }]);
    return member as Member;
  });
}
