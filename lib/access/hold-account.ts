import type { Tx } from '../db/client';
import { AppError } from '../errors';

/**
 * Holds an account's row to the end of the transaction, by writing it over with itself: whoever deletes it or gives it another password at
 * the same time finds what this transaction makes, and ends it with the rest.
 * @param passwordHash what it must still be, where something is done by that password
 * @throws AppError `conflict` for an account that was deleted, or has another password by now
 */
export async function holdAccount(tx: Tx, id: string, passwordHash?: string): Promise<void> {
  const where = { id, deletedAt: null, ...(passwordHash === undefined ? {} : { passwordHash }) };
  const { count } = await tx.user.updateMany({ where, data: { deletedAt: null } });
  if (count === 0) throw new AppError('conflict', 'This account was deleted, or has another password by now.');
}
