import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { roleOf } from '../access/roles';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import type { Workspace } from '../workspaces/schemas';
import { toWorkspace, workspaceSelect } from '../workspaces/workspace-row';
import { endInvitesOf } from './end-invites-of';
import { holdMembership } from './hold-membership';
import { memberSelect } from './member-row';
import { TransferInput } from './schemas';

/**
 * Makes another member the owner and the actor an admin, in one step: the workspace has an owner at every moment. Links that the actor
 * sent to future owners are dead.
 * @throws AppError `conflict` where the actor is no owner any more; `invalid_input` for oneself
 */
export async function transferOwnership(ctx: Ctx, slug: string, rawInput: TransferInput): Promise<Workspace> {
  const { workspace, memberId } = await authorizeWorkspace(ctx, slug, 'workspace.transfer');
  const { member_id: heirId } = TransferInput.parse(rawInput);
  if (heirId === memberId) {
    const message = 'Choose somebody else: this is you.';
    throw new AppError('invalid_input', message, { errors: [{ path: 'member_id', message }] });
  }
  const row = await inTransaction(ctx, async (tx) => {
    await holdMembership(tx, workspace.id, ctx.now);
    const self = await tx.member.findFirst({
      where: { id: memberId ?? '', role: 'owner', removedAt: null },
      select: memberSelect,
    });
    if (self === null) throw new AppError('conflict', 'You are not an owner of this workspace any more.');
    const where = { id: heirId, workspaceId: workspace.id, removedAt: null };
    const heir = await tx.member.findFirst({ where, select: memberSelect });
    if (heir === null) throw notFound();
    await tx.member.update({ where: { id: heir.id }, data: { role: 'owner' }, select: { id: true } });
    await tx.member.update({ where: { id: self.id }, data: { role: 'admin' }, select: { id: true } });
    await endInvitesOf(tx, ctx, { workspaceId: workspace.id, userId: self.user.id }, ['owner']);
    const target = { workspaceId: workspace.id, targetType: 'member', targetId: heir.id } as const;
    const details = { name: heir.user.name, email: heir.user.email, from: self.user.name };
    const change = { before: { role: roleOf(heir.role) }, after: { role: 'owner' } };
    await appendAudit(tx, ctx, { action: 'workspace.transfer', ...target, details, ...change });
    return tx.workspace.findUniqueOrThrow({ where: { id: workspace.id }, select: workspaceSelect(ctx.now) });
  });
  return toWorkspace(row, 'admin', ctx.env);
}
