import type { TokenStatus } from './schemas';

interface TokenTimes {
  revokedAt: Date | null;
  expiresAt: Date | null;
  pausedAt: Date | null;
}

/** What a token is at a moment. It expires at its expiry time, not after it; the precedence is the contract's. */
export function tokenStatus({ revokedAt, expiresAt, pausedAt }: TokenTimes, now: Date): TokenStatus {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt !== null && expiresAt <= now) return 'expired';
  return pausedAt === null ? 'active' : 'paused';
}

/** The same rule as a query: the tokens that open something at this moment. */
export const whereActive = (now: Date) => ({
  revokedAt: null,
  pausedAt: null,
  OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
});
