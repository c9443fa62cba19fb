import type { Ctx } from '../access/ctx';
import type { Tx } from '../db/client';

/**
 * Ends the sessions of a person, and what was approved in them and not collected yet, within the caller's transaction; whoever calls records it.
 * @param keptId the session that stays, where one does
 * @returns how many lived
 */
export async function endSessions(tx: Tx, { now }: Pick<Ctx, 'now'>, userId: string, keptId?: string): Promise<number> {
  await tx.deviceLogin.deleteMany({ where: { approvedById: userId } });
  const others = keptId === undefined ? {} : { id: { not: keptId } };
  const { count } = await tx.session.updateMany({
    where: { userId, endedAt: null, expiresAt: { gt: now }, ...others },
    data: { endedAt: now },
  });
  return count;
}
