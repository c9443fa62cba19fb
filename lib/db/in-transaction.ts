import { setTimeout as sleep } from 'node:timers/promises';
import type { Db, Tx } from './client';
import { asUnavailable } from './unavailable';

const attempts = 6;

/** What the transactions under way do at their end. */
const lastSteps = new WeakMap<Tx, (() => Promise<void>)[]>();

/**
 * Runs `work` in one transaction: all of it is committed, or nothing. It may take 10 seconds and waits 5 for its turn.
 * When the database rolled it back for the sake of another transaction it runs again, so `work` must touch nothing but `tx`.
 * @throws what `work` throws; AppError `unavailable` when the database is away or too busy, or other changes kept getting in the way.
 */
export async function inTransaction<T>(ctx: { db: Db }, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ctx.db.$transaction((tx) => toTheEnd(tx, work), { maxWait: 5000, timeout: 10_000 });
    } catch (error) {
      if (!isWriteConflict(error) || attempt === attempts) throw asUnavailable(error) ?? error;
      await sleep(attempt * 10 * (1 + Math.random()));
    }
  }
}

/**
 * Has a step done after the transaction's work and before its commit. Here belongs what locks a row that every other transaction wants,
 * too: locked last, it is held for a moment only, and whoever waits for it holds nothing up that its holder still needs.
 */
export function beforeCommit(tx: Tx, step: () => Promise<void>): void {
  const steps = lastSteps.get(tx);
  if (steps === undefined) throw new Error('beforeCommit works within inTransaction only.');
  steps.push(step);
}

async function toTheEnd<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  const steps: (() => Promise<void>)[] = [];
  lastSteps.set(tx, steps);
  const result = await work(tx);
  for (const step of steps) await step();
  return result;
}

/** A serialisation failure or a deadlock: the whole transaction was rolled back. */
const isWriteConflict = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'P2034';
