import type { Token } from '../tokens/schemas';

type Known = Pick<
  Token,
  | 'id'
  | 'status'
  | 'expires_at'
  | 'revoked_at'
  | 'revoked_by'
  | 'revoked_reason'
  | 'paused_at'
  | 'replaced_by'
  | 'scope'
  | 'rate_limit'
>;

/**
 * What the gateway does with a request that brings the token, and why, in a sentence or several.
 * @param moment how a moment is shown
 */
export function verdictOf(slug: string, token: Known, moment: (iso: string | null) => string): string {
  switch (token.status) {
    case 'revoked': {
      const by = token.revoked_by === null ? '' : ` by ${token.revoked_by.name}`;
      return `Every request is refused: it was revoked ${moment(token.revoked_at)}${by}${whyRevoked(token)}. Make another: aerostack workspace token create ${slug}`;
    }
    case 'expired':
      return `Every request is refused: it expired ${moment(token.expires_at)}. Make another: aerostack workspace token create ${slug}`;
    case 'paused':
      return `Every request is refused: it is paused since ${moment(token.paused_at)}. Let it work again: aerostack workspace token resume ${slug} ${token.id}`;
    case 'active':
      return `Requests are admitted${end(token, moment)}.${bounds(token)}`;
  }
}

function whyRevoked({ revoked_reason, replaced_by }: Known): string {
  if (revoked_reason === 'leaked') return ', because it was found in the open';
  return revoked_reason === 'rotated' && replaced_by !== null ? `; ${replaced_by} took its place` : '';
}

function end({ expires_at, replaced_by }: Known, moment: (iso: string | null) => string): string {
  if (replaced_by !== null) return `, for a grace that ends ${moment(expires_at)}: ${replaced_by} took its place`;
  return expires_at === null ? '; it does not expire' : ` until it expires ${moment(expires_at)}`;
}

function bounds({ scope, rate_limit }: Known): string {
  const addresses = scope?.addresses ?? [];
  return [
    addresses.length === 0 ? '' : ` From elsewhere than ${addresses.join(', ')} they are refused.`,
    rate_limit === null ? '' : ` More than ${rate_limit} in 60 seconds are refused.`,
  ].join('');
}
