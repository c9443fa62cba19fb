import type { Db } from '../db/client';
import type { Log } from '../log';
import { type Running, repeat } from '../repeat';
import { dropLease, holdLease } from './hold-lease';

interface Parts {
  db: Db;
  log: Pick<Log, 'info' | 'warn'>;
  /** This instance. */
  holder: string;
  timing?: { renewMs: number; ttlMs: number };
}

/** Three renewals fit into what a lease lasts: two may fail before another instance takes over. */
const defaultTiming = { renewMs: 5_000, ttlMs: 15_000 };

/**
 * Runs background work on one instance of all: on whichever holds its lease. Where that one ends in order another begins within
 * five seconds, where it is killed within twenty. Work that another instance has taken over is stopped.
 */
export function runOnce(
  { db, log, holder, timing = defaultTiming }: Parts,
  name: string,
  start: () => Running,
): Running {
  let running: Running | null = null;
  let isStopped = false;
  let heldUntilMs = 0;

  const look = async () => {
    const now = new Date();
    try {
      if (await holdLease(db, { name, holder, ttlMs: timing.ttlMs }, now)) heldUntilMs = now.getTime() + timing.ttlMs;
      else heldUntilMs = 0;
    } catch (err) {
      log.warn({ err, work: name }, 'a lease could not be renewed');
    }
    const isHeld = heldUntilMs > Date.now();
    if (isHeld && running === null && !isStopped) {
      log.info({ work: name }, 'this instance does the background work');
      running = start();
    } else if (!isHeld && running !== null) {
      log.info({ work: name }, 'another instance does the background work');
      const ended = running;
      running = null;
      await ended.stop();
    }
  };
  const renewing = repeat(look, { firstAfterMs: 0, everyMs: timing.renewMs });
  return {
    async stop() {
      isStopped = true;
      await renewing.stop();
      await running?.stop();
      await dropLease(db, { name, holder });
    },
  };
}
