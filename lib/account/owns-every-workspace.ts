import type { Tx } from '../db/client';

/** Whether somebody is an owner of every workspace that another person belongs to: whoever takes that account over gains nothing by it. */
export async function ownsEveryWorkspace(db: Pick<Tx, 'member'>, ownerId: string, userId: string): Promise<boolean> {
  const where = { removedAt: null };
  const theirs = await db.member.findMany({ where: { ...where, userId }, select: { workspaceId: true } });
  const ids = theirs.map(({ workspaceId }) => workspaceId);
  const owned = await db.member.count({
    where: { ...where, userId: ownerId, role: 'owner', workspaceId: { in: ids } },
  });
  return owned === ids.length;
}
