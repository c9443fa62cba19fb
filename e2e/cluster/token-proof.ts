/** From sending a request to having its answer, in milliseconds of one steady clock; `receivedAt` is Infinity for what was never answered. */
export interface Span {
  sentAt: number;
  receivedAt: number;
}

/** What a change that succeeded, or may have, does to the tokens that it is about. `end` is for good. */
export type Effect = 'end' | 'pause' | 'resume' | 'narrow' | 'widen';

export interface Change extends Span {
  effect: Effect;
  /** A token's id, or a workspace's slug for all of its tokens. */
  about: string;
}

/** When a token expires, in Unix milliseconds: between these, as far as its holder can know. */
export interface Expiry {
  earliestMs: number;
  latestMs: number;
}

export interface KnownToken {
  id: string;
  workspace: string;
  expiry: Expiry | null;
}

export interface Use extends Span {
  token: string;
  instance: number;
  /** A `call` needs what narrowing takes away, every other request only the token. */
  kind: 'request' | 'call';
  outcome: 'served' | 'refused' | 'limited' | 'failed';
  /** The answer, for whoever looks for a reason. */
  said: string;
  /** The same moments by the machine's clock, which expiry goes by. */
  sentMs: number;
  receivedMs: number;
}

export interface History {
  tokens: readonly KnownToken[];
  changes: readonly Change[];
  uses: readonly Use[];
}

export interface Finding {
  use: Use;
  why: 'let in although shut' | 'refused although open' | 'neither served nor refused';
}

/**
 * What cannot be right in a history, whatever order the product did things in: every served use needs one moment between sending and
 * receiving at which its token may have been open, every refused one a moment at which it may have been shut. A change takes effect at some
 * moment of its own span, so that after a revocation has returned there is none left.
 */
export function findWrong({ tokens, changes, uses }: History): Finding[] {
  const known = new Map(tokens.map((token) => [token.id, token]));
  const about = new Map<string, Change[]>();
  for (const change of changes) about.set(change.about, [...(about.get(change.about) ?? []), change]);
  return uses.flatMap((use): Finding[] => {
    const token = known.get(use.token);
    if (token === undefined) throw new Error(`nobody created the token ${use.token}`);
    const own = [...(about.get(token.id) ?? []), ...(about.get(token.workspace) ?? [])];
    if (use.outcome === 'failed') return [{ use, why: 'neither served nor refused' }];
    if (use.outcome === 'served' && !mayBeOpen(use, token, own)) return [{ use, why: 'let in although shut' }];
    if (use.outcome === 'refused' && !mayBeShut(use, token, own)) return [{ use, why: 'refused although open' }];
    return [];
  });
}

/** What shuts a token for a while, with what opens it again. */
const switches = (kind: Use['kind']): readonly [Effect, Effect][] =>
  kind === 'call'
    ? [
        ['pause', 'resume'],
        ['narrow', 'widen'],
      ]
    : [['pause', 'resume']];

function mayBeOpen(use: Use, { expiry }: KnownToken, changes: readonly Change[]): boolean {
  if (expiry !== null && expiry.latestMs <= use.sentMs) return false;
  const pairs = switches(use.kind);
  // Nothing opens but by an opening change: so it is open at the start of the span, or from when one of those may have begun to count.
  const openings = changes.filter(({ effect }) => pairs.some(([, opens]) => effect === opens));
  const moments = [use.sentAt, ...openings.map(({ sentAt }) => sentAt)];
  return moments.some((at) => {
    if (at < use.sentAt || at > use.receivedAt) return false;
    const isOver = changes.some(({ effect, receivedAt }) => effect === 'end' && receivedAt <= at);
    return !isOver && pairs.every(([shuts, opens]) => !mustBeShut(at, changes, shuts, opens));
  });
}

/** A change that shuts has returned by then, and none that opens can have come after it. */
function mustBeShut(at: number, changes: readonly Change[], shuts: Effect, opens: Effect): boolean {
  return changes.some(
    (shut) =>
      shut.effect === shuts &&
      shut.receivedAt <= at &&
      changes.every((open) => open.effect !== opens || open.receivedAt < shut.sentAt || open.sentAt > at),
  );
}

function mayBeShut(use: Use, { expiry }: KnownToken, changes: readonly Change[]): boolean {
  if (expiry !== null && expiry.earliestMs <= use.receivedMs) return true;
  if (changes.some(({ effect, sentAt }) => effect === 'end' && sentAt <= use.receivedAt)) return true;
  return switches(use.kind).some(([shuts, opens]) =>
    changes.some(
      (shut) =>
        shut.effect === shuts &&
        shut.sentAt <= use.receivedAt &&
        !changes.some(
          (open) => open.effect === opens && open.sentAt > shut.receivedAt && open.receivedAt <= use.sentAt,
        ),
    ),
  );
}
