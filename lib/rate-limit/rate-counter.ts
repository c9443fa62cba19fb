/** One thing that a request counts against. */
export interface RateClaim {
  /** What is counted: an id, or an address. */
  key: string;
  /** Requests that it admits in any 60 seconds. */
  limit: number;
  /** What must be counted in one place, a workspace's id: all claims of one take have the same. */
  group: string;
}

/** What a counter says; the same shape as `@upstash/ratelimit` answers with. The figures are those of the claim that refused, otherwise of the first. */
export interface RateVerdict {
  success: boolean;
  limit: number;
  /** Requests that would still be admitted now. */
  remaining: number;
  /** Milliseconds until more is admitted: for a refusal until this cost fits, otherwise until the oldest entry leaves. */
  resetMs: number;
  /** The first claim that did not fit; null for a success. */
  refused: RateClaim | null;
}

/** An exact sliding log: at most `limit` admissions in any 60 seconds, for each claim apart. Refusals cost nothing. */
export interface RateCounter {
  /** Admits `cost` under all claims at once, or not at all. Comes at once while it is counted in memory; never rejects. */
  take(claims: readonly RateClaim[], cost: number): RateVerdict | Promise<RateVerdict>;
  /** What is left now, without taking. */
  peek(claim: RateClaim): RateVerdict | Promise<RateVerdict>;
  /** Keys that this process admitted something for in the last window; what bounds its memory. */
  readonly size: number;
  /** Where it counts now. */
  readonly store: 'memory' | 'redis' | 'upstash';
  /** Requests since the start that this process decided alone because the store did not answer. */
  readonly fallbacks: number;
  close(): Promise<void>;
}

export const windowMs = 60_000;
