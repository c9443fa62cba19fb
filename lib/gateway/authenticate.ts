import { admitsAddress } from '../tokens/scope';
import { hashSecret, readSecret } from '../tokens/token-format';
import type { GatewayDeps, TokenFacts } from './deps';
import { scopeOf } from './token-scope';

/** Who calls. `unavailable` is not `refused`: a database that does not answer must never look like a bad token. */
export type Identity =
  | { kind: 'known'; token: TokenFacts }
  /** With the token where it is one of this workspace that is over, or paused. */
  | { kind: 'refused'; message: string; wasSent: boolean; token?: TokenFacts }
  /** The token is good, and may not be used from the address that this came from. */
  | { kind: 'elsewhere'; message: string; token: TokenFacts }
  | { kind: 'unavailable' };

/** What a request shows before any look-up: a token of the right shape, or why it cannot be one. */
export type Credential = { kind: 'token'; hash: string } | { kind: 'refused'; message: string; wasSent: boolean };

/** Reads `Authorization`. Never echoes what came. */
export function readCredential(authorization: string | undefined, query: string, origin: string): Credential {
  const refuse = (message: string): Credential => ({ kind: 'refused', message, wasSent: true });
  if (authorization === undefined) {
    if (/mwt_[0-9a-f]{8}/.test(query)) {
      return refuse(
        'The token came in the address, where logs and histories keep it. Revoke it, and send a new one in the Authorization header.',
      );
    }
    return { kind: 'refused', message: unknownToken(origin), wasSent: false };
  }
  const match = /^bearer(?:[ \t]+(.*))?$/is.exec(authorization.trim());
  if (match === null) return refuse('The Authorization header must read: Bearer mwt_…');
  const value = (match[1] ?? '').trim();
  if (value === '') return refuse('The bearer token is empty. Paste the workspace token into the key field.');
  if (placeholder.test(value)) return refuse('Replace the placeholder with your workspace token.');
  if (variable.test(value)) {
    return refuse(
      "Your client sent the variable name instead of its value. Set AEROSTACK_MCP_TOKEN where the client starts, or use this client's own syntax.",
    );
  }
  const read = readSecret(value);
  if (read.ok && read.prefix === 'mwt_') return { kind: 'token', hash: hashSecret(value) };
  if (value.startsWith('mwi_'))
    return refuse('This is an invite. Accept it in the browser, and use the workspace token that you get there.');
  if (value.startsWith('ak_'))
    return refuse("This is an account key. Create a workspace token in the workspace's Tokens tab.");
  if (value.startsWith('mwt_'))
    return refuse('The token is incomplete or altered. Copy it again, or create a new one.');
  return { kind: 'refused', message: unknownToken(origin), wasSent: true };
}

const placeholder = /^(mwt_REPLACE\b.*|<.*>|mwt_…|mwt_\.\.\.)$/s;
const variable = /^(\$\{.*\}|\{\{.*\}\}|\{env:.*\}|\$[A-Za-z_][A-Za-z0-9_]*)$/s;

/**
 * Asks the database, every time. One answer for a token that is unknown, that is another workspace's, and for a workspace that does not
 * exist; only the holder of a token of this workspace learns what became of it.
 */
export async function authenticate(
  deps: GatewayDeps,
  hash: string,
  { slug, peer }: { slug: string; peer: string },
): Promise<Identity> {
  try {
    return judge(deps, await deps.findToken(hash), slug, peer);
  } catch (error) {
    deps.log.error({ err: error }, 'token look-up failed');
    return { kind: 'unavailable' };
  }
}

function judge(deps: GatewayDeps, token: TokenFacts | null, slug: string, peer: string): Identity {
  if (token === null || token.workspaceSlug !== slug) {
    return { kind: 'refused', message: unknownToken(deps.origin), wasSent: true };
  }
  const nowMs = token.databaseMs === null ? deps.nowMs() : Math.max(deps.nowMs(), token.databaseMs);
  const fault = whyInactive(token, nowMs);
  if (fault === null)
    return mayCome(token, peer) ? { kind: 'known', token } : { kind: 'elsewhere', message: tooFar(peer), token };
  return { kind: 'refused', message: `${fault} at ${deps.origin}/workspaces/${slug}/tokens.`, wasSent: true, token };
}

const mayCome = (token: TokenFacts, peer: string) => admitsAddress(scopeOf(token)?.scope ?? null, peer);

const tooFar = (peer: string) =>
  `This token may not be used from ${peer}. Its address ranges are in the workspace's Tokens tab; behind a proxy, AEROSTACK_TRUSTED_PROXIES must name it.`;

/** Revoked outranks expired outranks paused, as in the token list. */
function whyInactive(token: TokenFacts, nowMs: number): string | null {
  if (token.revokedAtMs !== null) return `Token revoked ${day(token.revokedAtMs)}. Create a new one`;
  if (token.expiresAtMs !== null && token.expiresAtMs <= nowMs) {
    return `Token expired ${day(token.expiresAtMs)}. Create a new one`;
  }
  return token.pausedAtMs === null ? null : `Token paused ${day(token.pausedAtMs)}. Resume it`;
}

const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);

const unknownToken = (origin: string) =>
  `A workspace token is needed. Send it as "Authorization: Bearer mwt_…"; tokens are created in the workspace's Tokens tab at ${origin}.`;
