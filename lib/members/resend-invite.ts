import { authorizeWorkspace, requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { holdMember } from '../access/hold-member';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { findOpenInvite } from './find-open-invite';
import { limitSends } from './invite-limits';
import { inviteSelect, newLink, toInvites, whereOpen } from './invite-row';
import { mailInvite } from './mail-invite';
import type { CreatedInvite } from './schemas';

/**
 * A new link for an invite that nobody accepted, expired or not, for seven more days. Who sends it is who invites from now on. From the commit on the link before opens nothing.
 * @throws AppError `forbidden` for an invite to a role above the actor's: the link alone makes somebody that
 */
export async function resendInvite(ctx: Ctx, slug: string, rawId: string): Promise<CreatedInvite> {
  const { workspace, role: own, memberId } = await authorizeWorkspace(ctx, slug, 'invite.write');
  const user = requireUser(ctx);
  const created = await inTransaction(ctx, async (tx) => {
    if (memberId !== null) await holdMember(tx, memberId, own);
    const { id, email, role } = await findOpenInvite(tx, workspace.id, rawId, own);
    await limitSends(tx, ctx, workspace.id, [email]);
    const { link, stored } = newLink(ctx);
    const data = { ...stored, invitedById: user.id, sentCount: { increment: 1 } };
    const { count } = await tx.invite.updateMany({ where: { id, ...whereOpen }, data });
    const row = await tx.invite.findUnique({ where: { id }, select: inviteSelect });
    if (count === 0 || row === null) throw notFound();
    const target = { workspaceId: workspace.id, targetType: 'invite', targetId: id } as const;
    const details = { email, role, expires_at: stored.expiresAt.toISOString() };
    await appendAudit(tx, ctx, { action: 'invite.resend', ...target, details });
    const [invite] = await toInvites(tx, [row], ctx.now);
    return { invite: invite as CreatedInvite['invite'], link };
  });
  mailInvite(ctx, workspace, created);
  return created;
}
