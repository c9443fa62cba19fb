import type { Token, TokenStatus } from '@/lib/tokens/schemas';

/** What a token is to people: its status, with the two kinds of active ones that will not stay so. */
export const tokenStates = ['active', 'expiring', 'rotating', 'paused', 'expired', 'revoked'] as const;
export type TokenState = (typeof tokenStates)[number];

/** How long before its end an expiry is worth a word. */
export const soonMs = 7 * 86_400_000;
const dayMs = 86_400_000;

/** `now` in Unix milliseconds. A token that is replaced is on its way out, whatever else its end is. */
export function tokenState(token: Token, now: number): TokenState {
  if (token.status !== 'active') return token.status;
  if (token.replaced_by !== null) return 'rotating';
  return token.expires_at !== null && Date.parse(token.expires_at) - now <= soonMs ? 'expiring' : 'active';
}

/** It opens something, or would once it is resumed. */
export const isLive = ({ status }: { status: TokenStatus }): boolean => status === 'active' || status === 'paused';

/** Whether it was used in the last 24 hours: whoever ends it cuts somebody off. */
export const isInUse = ({ last_used_at: used }: Token, now: number): boolean =>
  used !== null && now - Date.parse(used) < dayMs;

/** Whether nobody has used it for that many days; one that was never used is as old as itself. */
export const isIdle = (token: Token, days: number, now: number): boolean =>
  now - Date.parse(token.last_used_at ?? token.created_at) > days * dayMs;

export const mayRotate = ({ status, replaced_by }: Token): boolean => status === 'active' && replaced_by === null;
