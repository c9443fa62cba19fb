import { expect, it } from 'vitest';
import { tokenStatus } from './token-status';

const now = new Date('2026-11-23T12:00:00.000Z');
const past = new Date(now.getTime() - 1);
const future = new Date(now.getTime() + 1);
const none = { revokedAt: null, expiresAt: null, pausedAt: null };

it.each([
  [none, 'active'],
  [{ ...none, expiresAt: future }, 'active'],
  [{ ...none, expiresAt: now }, 'expired'],
  [{ ...none, pausedAt: past }, 'paused'],
  [{ ...none, pausedAt: past, expiresAt: past }, 'expired'],
  [{ revokedAt: past, pausedAt: past, expiresAt: past }, 'revoked'],
  [{ ...none, revokedAt: past, expiresAt: future }, 'revoked'],
] as const)('%j is %s: revoked before expired before paused', (times, status) => {
  expect(tokenStatus(times, now)).toBe(status);
});
