/** Slows down guessing. Attempts are counted before they are made, so that a hundred at once are a hundred. */
export interface Throttle {
  /**
   * Counts one attempt for each key, unless one of them has to wait.
   * @returns 0 when the attempt may be made, else the seconds to wait; an attempt that has to wait counts nothing.
   */
  attempt(keys: string[], nowMs: number): number;
  /** A right answer: what this key collected is forgotten. */
  forget(key: string): void;
  /** A right answer among others of this key: only it is not counted. */
  takeBack(key: string): void;
}

export interface ThrottleRule {
  /** Attempts in the window that cost no delay. */
  free: number;
  windowMs: number;
  delayMaxMs: number;
  /** How many keys are remembered; the one idle longest goes first. */
  keysMax: number;
}

/** One person mistypes a few times; an office behind one address a few times more. No delay is long enough to lock anyone out. */
export const accountRule: ThrottleRule = { free: 5, windowMs: 900_000, delayMaxMs: 60_000, keysMax: 10_000 };
export const addressRule: ThrottleRule = { ...accountRule, free: 20 };

/**
 * A sliding window per key: after `free` attempts each further one waits twice as long as the one before, from 1 s up to `delayMaxMs`.
 * Keys that begin with `address:` follow `addressRule`, the others `accountRule`.
 */
export function createThrottle(): Throttle {
  const attempts = new Map<string, number[]>();
  const ruleOf = (key: string) => (key.startsWith('address:') ? addressRule : accountRule);
  const recent = (key: string, nowMs: number) =>
    (attempts.get(key) ?? []).filter((at) => nowMs - at < ruleOf(key).windowMs);

  return {
    attempt(keys, nowMs) {
      const waitMs = Math.max(...keys.map((key) => delayMs(recent(key, nowMs), ruleOf(key), nowMs)));
      if (waitMs > 0) return Math.ceil(waitMs / 1000);
      for (const key of keys) {
        const times = [...recent(key, nowMs), nowMs];
        attempts.delete(key);
        attempts.set(key, times);
        makeRoom(attempts, ruleOf(key).keysMax);
      }
      return 0;
    },
    forget: (key) => void attempts.delete(key),
    takeBack: (key) => void attempts.get(key)?.pop(),
  };
}

function delayMs(times: number[], rule: ThrottleRule, nowMs: number): number {
  const last = times.at(-1);
  const excess = times.length - rule.free;
  if (last === undefined || excess < 0) return 0;
  const delay = Math.min(1000 * 2 ** excess, rule.delayMaxMs);
  return Math.max(0, last + delay - nowMs);
}

function makeRoom(attempts: Map<string, number[]>, keysMax: number) {
  const oldest = attempts.keys().next();
  if (attempts.size > keysMax && !oldest.done) attempts.delete(oldest.value);
}
