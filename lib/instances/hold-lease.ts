import type { Db } from '../db/client';
import { isUniqueViolation } from '../db/unique-violation';

interface Lease {
  /** The work. */
  name: string;
  /** The instance that wants it. */
  holder: string;
  /** For how long it is held without another word, in milliseconds. */
  ttlMs: number;
}

/**
 * Takes a lease, or keeps it for another while; false when another instance has it. One row decides, by an atomic write. Instances compare
 * its end with their own clocks: where those differ by more than `ttlMs` two may hold it for a while, which leased work must bear.
 */
export async function holdLease(db: Db, { name, holder, ttlMs }: Lease, now: Date): Promise<boolean> {
  const data = { holder, expiresAt: new Date(now.getTime() + ttlMs) };
  const isFree = { OR: [{ holder }, { expiresAt: { lte: now } }] };
  const { count } = await db.lease.updateMany({ where: { name, ...isFree }, data });
  if (count === 1) return true;
  try {
    // Without a row there is nothing to update; where one is there, another instance holds it.
    await db.lease.create({ data: { name, ...data } });
    return true;
  } catch (error) {
    if (isUniqueViolation(error)) return false;
    throw error;
  }
}

/** Gives a lease back, so that another instance need not wait for its end. */
export async function dropLease(db: Db, { name, holder }: Pick<Lease, 'name' | 'holder'>): Promise<void> {
  await db.lease.deleteMany({ where: { name, holder } });
}
