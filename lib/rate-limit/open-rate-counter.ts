import type { RateStore } from '../env';
import type { Log } from '../log';
import type { RateCounter } from './rate-counter';
import { openRedisRunner } from './redis-runner';
import { RemoteLog } from './remote-log';
import { SharedCounter } from './shared-counter';
import { SlidingLog } from './sliding-log';
import { openUpstashRunner } from './upstash-runner';

/**
 * What a request waits for the store at most. A store that is gone says so at once; this is for one that hangs, and only the requests wait
 * that find out. Shorter than that, a busy machine's pause would pass for an outage, and the limit hold for each instance by itself.
 */
const waitMs = 500;

/** Opens the counter on its store. A store that is not there is no error: it is counted in memory until it is. */
export async function openRateCounter(target: RateStore, log: Pick<Log, 'info' | 'warn'>): Promise<RateCounter> {
  if (target.store === 'memory') return new SlidingLog();
  const runner =
    target.store === 'redis'
      ? await openRedisRunner(target.url)
      : await openUpstashRunner(target.url, target.token, waitMs);
  const counter = new SharedCounter(new RemoteLog(target.store, waitMs, runner), log);
  await counter.open();
  return counter;
}
