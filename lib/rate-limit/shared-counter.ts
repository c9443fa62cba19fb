import type { Log } from '../log';
import { type RateClaim, type RateCounter, type RateVerdict, windowMs } from './rate-counter';
import type { RemoteLog } from './remote-log';
import { SlidingLog } from './sliding-log';

/** How often a store that went away is asked whether it is back. */
const probeEveryMs = 1_000;

/** The store's last refusal of a key. */
interface Refusal {
  limit: number;
  cost: number;
  remaining: number;
  untilMs: number;
}

/**
 * The counter of several processes: the store decides, and what this process admitted by its word in the last 60 seconds is noted here
 * too. Both must have room. So nothing has to be put right when the store goes away and this process decides alone, when it comes back
 * and does not know what was admitted meanwhile, or when it lost what it knew.
 */
export class SharedCounter implements RateCounter {
  fallbacks = 0;
  private readonly own: SlidingLog;
  /** Entries leave the store by age only, so a refusal holds until the time that it names. Whoever hammers does not reach the store. */
  private readonly refusals = new Map<string, Refusal>();
  private sweptAtMs = 0;
  private isAway = true;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly remote: RemoteLog,
    private readonly log: Pick<Log, 'info' | 'warn'>,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.own = new SlidingLog(nowMs);
  }

  /** Resolves when it is known whether the store is there; counts in memory until it is. */
  async open(): Promise<void> {
    try {
      await this.probe();
      this.isAway = false;
    } catch (error) {
      this.sayAway(error);
    }
  }

  take(claims: readonly RateClaim[], cost: number): RateVerdict | Promise<RateVerdict> {
    const refusal = this.heldRefusal(claims, cost);
    if (refusal !== null) return refusal;
    if (this.isAway) return this.takeAlone(claims, cost);
    return this.own.refusal(claims, cost) ?? this.takeShared(claims, cost);
  }

  peek(claim: RateClaim): RateVerdict | Promise<RateVerdict> {
    if (this.isAway) return this.own.peek(claim);
    return inTime(this.remote.peek(claim), this.remote.waitMs).catch((error: unknown) => {
      this.lose(error);
      return this.own.peek(claim);
    });
  }

  get size(): number {
    return this.own.size;
  }

  get store(): RateCounter['store'] {
    return this.isAway ? 'memory' : this.remote.store;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    await this.remote.close();
  }

  private async takeShared(claims: readonly RateClaim[], cost: number): Promise<RateVerdict> {
    const askedMs = this.nowMs();
    let verdict: RateVerdict;
    try {
      verdict = await inTime(this.remote.take(claims, cost), this.remote.waitMs);
    } catch (error) {
      this.lose(error);
      return this.takeAlone(claims, cost);
    }
    if (!verdict.success) {
      this.hold(verdict, cost, askedMs);
      return verdict;
    }
    // Noted when it is known: an entry that is too young errs on the strict side, one that is too old would not.
    const noted = this.own.take(claims, cost);
    return noted.success ? verdict : noted;
  }

  private takeAlone(claims: readonly RateClaim[], cost: number): RateVerdict {
    this.fallbacks += 1;
    return this.own.take(claims, cost);
  }

  private heldRefusal(claims: readonly RateClaim[], cost: number): RateVerdict | null {
    for (const claim of claims) {
      const held = this.refusals.get(claim.key);
      if (held === undefined || held.limit !== claim.limit || cost < held.cost) continue;
      const resetMs = held.untilMs - this.nowMs();
      if (resetMs > 0) return { success: false, limit: held.limit, remaining: held.remaining, resetMs, refused: claim };
    }
    return null;
  }

  /** @param askedMs when the store was asked: it decided later, so what is held ends no later than the store would say */
  private hold({ refused, limit, remaining, resetMs }: RateVerdict, cost: number, askedMs: number) {
    this.sweep(askedMs);
    if (refused !== null) this.refusals.set(refused.key, { limit, cost, remaining, untilMs: askedMs + resetMs });
  }

  private sweep(nowMs: number) {
    if (nowMs - this.sweptAtMs < windowMs) return;
    this.sweptAtMs = nowMs;
    for (const [key, { untilMs }] of this.refusals) if (untilMs <= nowMs) this.refusals.delete(key);
  }

  private lose(error: unknown) {
    if (this.isAway || this.isClosed) return;
    this.isAway = true;
    this.sayAway(error);
  }

  private sayAway(error: unknown) {
    // The reason only: a client's error may hold what was sent, and that may be a password.
    const reason = (error instanceof Error ? error.message || error.name : String(error)).slice(0, 200);
    this.log.warn(
      { store: this.remote.store, reason },
      'the rate store does not answer: until it does, this process counts what it admits itself',
    );
    this.probeLater();
  }

  private probe(): Promise<void> {
    return inTime(this.remote.probe(), this.remote.waitMs);
  }

  private probeLater() {
    this.timer = setTimeout(() => {
      this.probe().then(
        () => this.comeBack(),
        () => this.isClosed || this.probeLater(),
      );
    }, probeEveryMs).unref();
  }

  private comeBack() {
    if (this.isClosed) return;
    this.isAway = false;
    this.log.info({ store: this.remote.store }, 'the rate store answers again');
  }
}

/**
 * @param waitMs waited in two halves, and for one more look at the sockets: of a process that stands still, an answer that has
 * arrived would otherwise be late
 * @throws Error when nothing has come by then; what comes later is ignored
 */
function inTime<T>(work: Promise<T>, waitMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Error(`no answer within ${waitMs} ms`));
    let timer = setTimeout(() => {
      timer = setTimeout(() => setImmediate(giveUp), waitMs / 2);
    }, waitMs / 2);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
