/** What a limiter says; the same shape as `@upstash/ratelimit` answers with. */
export interface RateVerdict {
  success: boolean;
  limit: number;
  /** Requests that would still be admitted now. */
  remaining: number;
  /** Milliseconds until more is admitted: for a refusal until this cost fits, otherwise until the oldest entry leaves. */
  resetMs: number;
}

export const windowMs = 60_000;

/**
 * An exact sliding log: at most `limit` admissions in any 60 seconds, for each key apart. A fixed window would let
 * twice the limit through around its border. Each key keeps the times of its last `limit` admissions in a ring, so
 * the decision is one comparison: a new entry fits when the entry it replaces is older than the window.
 * Refusals cost nothing. `nowMs` must come from a clock that never goes back.
 */
export class SlidingLog {
  private readonly rings = new Map<string, Ring>();
  private sweptAtMs = 0;

  constructor(readonly limit: number) {}

  /** Admits `cost` at once or not at all. */
  take(key: string, cost: number, nowMs: number): RateVerdict {
    this.sweep(nowMs);
    let ring = this.rings.get(key);
    if (ring === undefined) {
      ring = new Ring();
      this.rings.set(key, ring);
    }
    const used = ring.countSince(nowMs - windowMs);
    if (used + cost > this.limit) {
      const waitsFor = cost > this.limit ? windowMs : ring.nth(used + cost - this.limit) + windowMs - nowMs;
      return { success: false, limit: this.limit, remaining: Math.max(0, this.limit - used), resetMs: waitsFor };
    }
    for (let i = 0; i < cost; i += 1) ring.push(nowMs, this.limit);
    return this.verdict(ring, used + cost, nowMs);
  }

  /** What `take` would find, without taking. */
  peek(key: string, nowMs: number): RateVerdict {
    const ring = this.rings.get(key);
    if (ring === undefined) return { success: true, limit: this.limit, remaining: this.limit, resetMs: 0 };
    return this.verdict(ring, ring.countSince(nowMs - windowMs), nowMs);
  }

  /** Keys that admitted something in the last window; what bounds the memory. */
  get size(): number {
    return this.rings.size;
  }

  private verdict(ring: Ring, used: number, nowMs: number): RateVerdict {
    const resetMs = used === 0 ? 0 : ring.nth(1) + windowMs - nowMs;
    return { success: true, limit: this.limit, remaining: this.limit - used, resetMs };
  }

  private sweep(nowMs: number) {
    if (nowMs - this.sweptAtMs < windowMs) return;
    this.sweptAtMs = nowMs;
    for (const [key, ring] of this.rings) {
      if (ring.countSince(nowMs - windowMs) === 0) this.rings.delete(key);
    }
  }
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
