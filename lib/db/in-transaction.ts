import { setTimeout as sleep } from 'node:timers/promises';
import type { Db, Tx } from './client';
import { asUnavailable } from './unavailable';

const attempts = 6;

/**
 * Runs `work` in one transaction: all of it is committed, or nothing. It may take 10 seconds and waits 5 for its turn.
 * When the database rolled it back for the sake of another transaction it runs again, so `work` must touch nothing but `tx`.
 * @throws what `work` throws; AppError `unavailable` when the database is away or too busy, or other changes kept getting in the way.
 */
export async function inTransaction<T>(ctx: { db: Db }, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ctx.db.$transaction(work, { maxWait: 5000, timeout: 10_000 });
    } catch (error) {
      if (!isWriteConflict(error) || attempt === attempts) throw asUnavailable(error) ?? error;
      await sleep(attempt * 10 * (1 + Math.random()));
    }
  }
}

/** A serialisation failure or a deadlock: the whole transaction was rolled back. */
const isWriteConflict = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'P2034';
