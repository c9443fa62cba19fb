import type { RateClaim } from '../rate-limit/rate-counter';
import type { TokenFacts } from './deps';

/**
 * What a request with this token counts against: the token, and its workspace where that has a limit.
 * @param tokenRate requests that any token may make in any 60 seconds; a token's own limit can only be lower
 */
export function rateClaims(
  { id, workspaceId, rateLimit, workspaceRateLimit }: TokenFacts,
  tokenRate: number,
): [RateClaim, ...RateClaim[]] {
  const limit = rateLimit === null ? tokenRate : Math.min(rateLimit, tokenRate);
  const token = { key: id, group: workspaceId, limit };
  if (workspaceRateLimit === null) return [token];
  return [token, { key: workspaceId, group: workspaceId, limit: workspaceRateLimit }];
}

export const isOfWorkspace = ({ key, group }: RateClaim): boolean => key === group;
