import { authorizeWorkspace, requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { holdMember } from '../access/hold-member';
import { makeLink } from '../account/account-link';
import { ownsEveryWorkspace } from '../account/owns-every-workspace';
import type { HandedLink } from '../account/schemas';
import { setupDoneKey } from '../account/setup-code';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import { memberSelect } from './member-row';

/**
 * A link that lets a member set a new password, for an owner to hand over where no mail is sent. Whoever holds it can take the account
 * over, so it is made only where the owner could do as much anyway: they own every workspace that the member belongs to, now and
 * when the link is used.
 * @throws AppError `conflict` where mail is sent, and for oneself; `forbidden`
 */
export async function issuePasswordReset(ctx: Ctx, slug: string, rawId: string): Promise<HandedLink> {
  const { workspace, memberId } = await authorizeWorkspace(ctx, slug, 'member.reset_password');
  const owner = requireUser(ctx);
  if (ctx.mail.isOn) throw new AppError('conflict', 'Mail is sent here: they ask for a link on the sign-in page.');
  return inTransaction(ctx, async (tx) => {
    if (memberId !== null) await holdMember(tx, memberId, 'owner');
    const where = { id: withoutNul(rawId), workspaceId: workspace.id, removedAt: null };
    const row = await tx.member.findFirst({ where, select: memberSelect });
    if (row === null) throw notFound();
    const { user } = row;
    if (user.id === owner.id) throw new AppError('conflict', 'Change your own password under Account.');
    const setUp = await tx.setting.findUnique({ where: { key: setupDoneKey } });
    if (setUp?.value === user.id || !(await ownsEveryWorkspace(tx, owner.id, user.id))) {
      throw new AppError(
        'forbidden',
        `This account reaches further than what you own. On the server: aerostack-admin reset-password ${user.email}`,
      );
    }
    const link = await makeLink(tx, ctx, { userId: user.id, purpose: 'password_reset', issuedById: owner.id });
    const target = { workspaceId: workspace.id, targetType: 'member', targetId: row.id } as const;
    const details = { name: user.name, email: user.email, expires_at: link.expires_at };
    await appendAudit(tx, ctx, { action: 'member.issue_password_reset', ...target, details });
    return link;
  });
}
