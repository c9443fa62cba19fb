import type { Ctx } from '../access/ctx';
import type { Tx } from '../db/client';
import type { Role } from '../workspaces/schemas';
import { endInvite } from './end-invite';
import { whereOpen } from './invite-row';

/**
 * Takes back what somebody has sent out and may not send any more: they know the links, and could come back by one of them.
 * @param roles the roles that they may not invite to
 */
export async function endInvitesOf(
  tx: Tx,
  ctx: Ctx,
  sender: { workspaceId: string; userId: string },
  roles: readonly Role[],
): Promise<void> {
  const { workspaceId, userId } = sender;
  const invites = await tx.invite.findMany({
    where: { workspaceId, invitedById: userId, role: { in: [...roles] }, ...whereOpen },
    select: { id: true, workspaceId: true, email: true, role: true },
  });
  for (const invite of invites) await endInvite(tx, ctx, invite);
}
