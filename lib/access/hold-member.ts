import type { Tx } from '../db/client';
import { AppError } from '../errors';
import type { Role } from '../workspaces/schemas';

/**
 * Holds a member's row to the end of the transaction, by writing it over with itself: whoever removes or demotes the member at the same
 * time finds what this transaction makes, and ends it with the rest.
 * @param role the role that it is made by, where one is needed
 * @throws AppError `conflict` for a member who was removed, or has another role by now
 */
export async function holdMember(tx: Tx, id: string, role?: Role): Promise<void> {
  const where = { id, removedAt: null, ...(role === undefined ? {} : { role }) };
  const { count } = await tx.member.updateMany({ where, data: { removedAt: null } });
  if (count === 0) throw new AppError('conflict', 'This member was removed, or has another role by now.');
}
