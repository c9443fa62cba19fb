import { performance } from 'node:perf_hooks';

/**
 * Unix milliseconds that follow the machine's clock, but not back: it is never earlier than the time of the start plus what has passed
 * since. So a token that has expired stays so when the clock is corrected by an hour.
 */
export function createForwardClock(wall: () => number = Date.now, steady: () => number = () => performance.now()) {
  const startMs = wall() - steady();
  return () => Math.max(wall(), Math.floor(startMs + steady()));
}
