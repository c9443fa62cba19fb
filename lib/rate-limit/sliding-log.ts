import { type RateClaim, type RateCounter, type RateVerdict, windowMs } from './rate-counter';

/**
 * The counter in memory. A fixed window would let twice the limit through around its border. Each key keeps the times of its last
 * admissions in a ring, so the decision is one comparison: a new entry fits when the entry it replaces is a window old.
 */
export class SlidingLog implements RateCounter {
  readonly store = 'memory';
  readonly fallbacks = 0;
  private readonly rings = new Map<string, Ring>();
  /** The rings of the claims that are being decided; kept, so that a decision allocates nothing but its verdict. */
  private readonly found: (Ring | undefined)[] = [];
  private sweptAtMs = 0;

  /** @param nowMs a clock that never goes back */
  constructor(private readonly nowMs: () => number = () => performance.now()) {}

  take(claims: readonly RateClaim[], cost: number): RateVerdict {
    const nowMs = this.nowMs();
    this.sweep(nowMs);
    const refusal = this.refuse(claims, cost, nowMs);
    if (refusal !== null) return refusal;
    for (let i = 0; i < claims.length; i += 1) this.admit(claims[i] as RateClaim, i, cost, nowMs);
    return left(claims[0] as RateClaim, this.found[0], nowMs);
  }

  peek(claim: RateClaim): RateVerdict {
    return left(claim, this.rings.get(claim.key), this.nowMs());
  }

  /** The refusal that `take` would answer with now; null when it would admit. */
  refusal(claims: readonly RateClaim[], cost: number): RateVerdict | null {
    return this.refuse(claims, cost, this.nowMs());
  }

  get size(): number {
    return this.rings.size;
  }

  async close(): Promise<void> {}

  private refuse(claims: readonly RateClaim[], cost: number, nowMs: number): RateVerdict | null {
    for (let i = 0; i < claims.length; i += 1) {
      const claim = claims[i] as RateClaim;
      const { limit } = claim;
      const ring = this.rings.get(claim.key);
      this.found[i] = ring;
      const used = ring === undefined ? 0 : ring.countSince(nowMs - windowMs);
      if (used + cost <= limit) continue;
      // What costs more than the limit never fits; everything else waits until as many have left as are in its way.
      const resetMs = ring === undefined || cost > limit ? windowMs : ring.nth(used + cost - limit) + windowMs - nowMs;
      return { success: false, limit, remaining: Math.max(0, limit - used), resetMs, refused: claim };
    }
    return null;
  }

  private admit({ key, limit }: RateClaim, i: number, cost: number, nowMs: number) {
    let ring = this.found[i];
    if (ring === undefined) {
      ring = new Ring();
      this.rings.set(key, ring);
      this.found[i] = ring;
    }
    for (let n = 0; n < cost; n += 1) ring.push(nowMs, limit);
  }

  private sweep(nowMs: number) {
    if (nowMs - this.sweptAtMs < windowMs) return;
    this.sweptAtMs = nowMs;
    for (const [key, ring] of this.rings) {
      if (ring.countSince(nowMs - windowMs) === 0) this.rings.delete(key);
    }
  }
}

function left({ limit }: RateClaim, ring: Ring | undefined, nowMs: number): RateVerdict {
  const used = ring === undefined ? 0 : ring.countSince(nowMs - windowMs);
  const resetMs = ring === undefined || used === 0 ? 0 : ring.nth(1) + windowMs - nowMs;
  return { success: true, limit, remaining: Math.max(0, limit - used), resetMs, refused: null };
}

/** Times of admissions, oldest first, in a buffer that doubles until it holds the limit. */
class Ring {
  private times = new Float64Array(8);
  private head = 0;
  private length = 0;

  /** Entries younger than `sinceMs`; older ones are dropped for good. */
  countSince(sinceMs: number): number {
    while (this.length > 0 && (this.times[this.head] as number) <= sinceMs) {
      this.head = (this.head + 1) % this.times.length;
      this.length -= 1;
    }
    return this.length;
  }

  /** Time of the n-th oldest entry, from 1. */
  nth(n: number): number {
    return this.times[(this.head + n - 1) % this.times.length] as number;
  }

  push(timeMs: number, limit: number) {
    if (this.length === this.times.length) this.grow(Math.min(limit, this.times.length * 2));
    this.times[(this.head + this.length) % this.times.length] = timeMs;
    this.length += 1;
  }

  private grow(size: number) {
    const next = new Float64Array(Math.max(size, this.length + 1));
    for (let i = 0; i < this.length; i += 1) next[i] = this.nth(i + 1);
    this.times = next;
    this.head = 0;
  }
}
