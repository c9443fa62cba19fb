import { performance } from 'node:perf_hooks';

/** A clock that is behind by more than this was not turned back: what stands in the records is wrong instead. */
const behindMsMax = 24 * 3_600_000;

interface Clocks {
  wall?: () => number;
  steady?: () => number;
  /** A moment that is known to have passed, such as the last one on record; null where none is. */
  passedMs?: number | null;
}

/**
 * Unix milliseconds that follow the machine's clock, but not back: it is never earlier than the time of the start plus what has passed
 * since. So a token that has expired stays so when the clock is turned back by an hour; before the start, too, if `passedMs` says so.
 */
export function createForwardClock({
  wall = Date.now,
  steady = () => performance.now(),
  passedMs = null,
}: Clocks = {}): () => number {
  const isBehind = passedMs !== null && passedMs > wall() && passedMs - wall() <= behindMsMax;
  const startMs = (isBehind ? passedMs : wall()) - steady();
  return () => Math.max(wall(), Math.floor(startMs + steady()));
}
