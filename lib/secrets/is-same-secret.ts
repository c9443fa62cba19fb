import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether somebody has sent the secret that is expected, in a time that tells nothing of either. */
export function isSameSecret(sent: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(sent), digest(expected));
}
