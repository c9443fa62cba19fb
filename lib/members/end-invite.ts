import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { whereOpen } from './invite-row';

interface EndedInvite {
  id: string;
  workspaceId: string;
  email: string;
  role: string;
}

/**
 * Takes an invite back within the caller's transaction, once. From the commit on its link opens nothing.
 * @param source who found the link in the open, where that is the reason
 * @returns whether there was anything to take back
 */
export async function endInvite(tx: Tx, ctx: Ctx, invite: EndedInvite, source?: string): Promise<boolean> {
  const { id, workspaceId, email, role } = invite;
  const revokedById = ctx.actor.kind === 'user' ? ctx.actor.id : null;
  const data = { revokedAt: ctx.now, revokedById, pendingKey: null };
  const { count } = await tx.invite.updateMany({ where: { id, ...whereOpen }, data });
  if (count === 0) return false;
  const details = { email, role, ...(source === undefined ? {} : { source }) };
  const action = source === undefined ? 'invite.revoke' : 'invite.exposed';
  await appendAudit(tx, ctx, { action, workspaceId, targetType: 'invite', targetId: id, details });
  return true;
}
