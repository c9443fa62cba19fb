import { mayGrant, roleOf } from '../access/roles';
import type { Tx } from '../db/client';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import type { Role } from '../workspaces/schemas';
import { whereOpen } from './invite-row';

/**
 * An invite that somebody with this role may send again or take back.
 * @throws AppError `not_found` unless it waits for somebody, `forbidden` for one to a role above their own
 */
export async function findOpenInvite(tx: Tx, workspaceId: string, rawId: string, own: Role) {
  const where = { id: withoutNul(rawId), workspaceId, ...whereOpen };
  const invite = await tx.invite.findFirst({ where, select: { id: true, email: true, role: true } });
  if (invite === null) throw notFound();
  const role = roleOf(invite.role) ?? 'member';
  if (!mayGrant(own, role)) {
    throw new AppError('forbidden', `Your role in this workspace, ${own}, does not touch an invite to be ${role}.`);
  }
  return { ...invite, role };
}
