import type { Token } from '@/lib/tokens/schemas';
import { isIdle, isLive, tokenState } from './token-state';
import type { TokenSort, TokenView } from './token-view';

/** The tokens that a view shows, in its order. The search is the server's. `now` in Unix milliseconds. */
export function filterTokens(tokens: readonly Token[], view: Omit<TokenView, 'search'>, now: number): Token[] {
  const shown = tokens.filter(
    (token) =>
      hasStatus(token, view.status, now) &&
      (view.creator === null || token.created_by?.id === view.creator) &&
      hasUse(token, view.use, now) &&
      (view.expiry === null || (isLive(token) && token.expires_at === null)),
  );
  return view.sort === 'newest' ? shown : shown.sort(orders[view.sort]);
}

const hasStatus = (token: Token, status: TokenView['status'], now: number) =>
  status === null || (status === 'exposed' ? token.exposed_at !== null : tokenState(token, now) === status);

/** Asked to clean up: what opens nothing any more needs no cleaning. */
function hasUse(token: Token, use: TokenView['use'], now: number): boolean {
  if (use === null) return true;
  if (!isLive(token)) return false;
  if (use === 'never') return token.last_used_at === null;
  return isIdle(token, use === 'idle30' ? 30 : 90, now);
}

/** ISO dates sort as text. Whatever has no date comes last. */
const orders: Record<Exclude<TokenSort, 'newest'>, (a: Token, b: Token) => number> = {
  oldest: (a, b) => (a.created_at < b.created_at ? -1 : 1),
  name: (a, b) => a.name.localeCompare(b.name, 'en', { numeric: true, sensitivity: 'base' }),
  used: (a, b) => (b.last_used_at ?? '').localeCompare(a.last_used_at ?? ''),
  expires: (a, b) => endOf(a).localeCompare(endOf(b)),
};

const endOf = (token: Token) => (isLive(token) ? (token.expires_at ?? '8') : '9');

export interface TokenGroup {
  token: Token;
  /** Tokens in whose place it came and that still work, the latest first. */
  replaced: Token[];
}

/** Puts each token that was replaced and still works beneath the one that took its place, where that one is shown too. */
export function groupTokens(shown: readonly Token[], all: readonly Token[]): TokenGroup[] {
  const byId = new Map(all.map((token) => [token.id, token]));
  const heads = new Set(shown.map(({ id }) => id));
  const headOf = (token: Token): Token => {
    const next = token.status === 'active' && token.replaced_by !== null ? byId.get(token.replaced_by) : undefined;
    return next !== undefined && heads.has(next.id) ? headOf(next) : token;
  };
  const groups = new Map<string, TokenGroup>();
  for (const token of shown) if (headOf(token) === token) groups.set(token.id, { token, replaced: [] });
  for (const token of shown) {
    const head = headOf(token);
    if (head !== token) groups.get(head.id)?.replaced.push(token);
  }
  return [...groups.values()];
}
