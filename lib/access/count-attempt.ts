import { AppError } from '../errors';
import type { Throttle } from './throttle';

/** Counts an attempt. @throws AppError `rate_limited` when one of the keys has to wait */
export function countAttempt(throttle: Throttle, keys: string[], now: Date): void {
  const waitSeconds = throttle.attempt(keys, now.getTime());
  if (waitSeconds === 0) return;
  const message = `Too many attempts. Try again in ${waitSeconds} s.`;
  throw new AppError('rate_limited', message, { retryAfterSeconds: waitSeconds });
}
