import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db/client';
import type { Env } from '../env';
import type { Log } from '../log';
import { type Running, repeat } from '../repeat';
import { countedUntil, countOldCalls } from './count-old-calls';
import { makeSpans } from './make-spans';
import { purgeUsage } from './purge-usage';
import { openUsageSink } from './usage-writer';

interface Parts {
  db: Db;
  env: Pick<Env, 'database' | 'callRetentionDays'>;
  log: Log;
}

const everyMs = 600_000;
const firstAfterMs = 5_000;
/** Between two steps over old calls: the calls of this moment go first. */
const pauseMs = 50;

/** Counts what is not counted yet, makes sums of sums, removes what is too old: every ten minutes until `stop` has returned. */
export function startKeepingUsage(parts: Parts): Running {
  const stopped = new AbortController();
  const look = () =>
    keepUsage(parts, new Date(), stopped.signal).catch((err: unknown) => {
      parts.log.warn({ err }, 'usage could not be summed up, or old calls not be removed');
    });
  const repeating = repeat(look, { firstAfterMs, everyMs });
  return {
    stop() {
      stopped.abort();
      return repeating.stop();
    },
  };
}

/** One round. `signal` ends it early. */
export async function keepUsage({ db, env, log }: Parts, now: Date, signal?: AbortSignal): Promise<void> {
  if ((await countedUntil(db)) !== null) {
    const sink = openUsageSink(env.database, log);
    try {
      while (!signal?.aborted && (await countOldCalls(db, sink))) await pause(pauseMs);
    } finally {
      await sink.close();
    }
  }
  const sums = await makeSpans(db, now, signal);
  const calls = await purgeUsage({ db, env }, now, signal);
  if (sums > 0 || calls > 0) log.debug({ sums, calls }, 'made sums of usage, removed old calls');
}
