import type { Tx } from '../db/client';
import { AppError, notFound } from '../errors';

/**
 * Holds a workspace's row to the end of the transaction, so that changes of who belongs to it come one after the other: of two owners who
 * leave at once, the second sees that the first is gone.
 * @throws AppError `not_found` for a workspace that was deleted meanwhile
 */
export async function holdMembership(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  const { count } = await tx.workspace.updateMany({ where: { id: workspaceId }, data: { updatedAt: now } });
  if (count === 0) throw notFound();
}

/** @throws AppError `conflict` where this member is the only owner. To be asked while the membership is held. */
export async function refuseLastOwner(tx: Tx, workspaceId: string, memberId: string): Promise<void> {
  const others = { workspaceId, role: 'owner', removedAt: null, id: { not: memberId } };
  if ((await tx.member.count({ where: others })) > 0) return;
  throw new AppError('conflict', 'A workspace needs an owner. Make somebody else an owner first.');
}
