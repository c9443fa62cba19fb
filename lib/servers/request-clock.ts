import { performance } from 'node:perf_hooks';
import { ConnectFailure } from './connect-failure';
import { seconds } from './failure-of-error';
import type { Slots } from './slots';

export interface Limits {
  /** Until an answer begins, and between two pieces of it. */
  timeoutMs: number;
  /** From sending to the last byte. */
  totalTimeoutMs: number;
}

/** An answer that is waited for. Both limits are kept to within one tick of the clock, on the late side. */
export abstract class Timed {
  /** Where the clock keeps it; the clock's own. */
  place = -1;
  #idleMs = -1;
  #totalMs = -1;
  #isHeld = false;
  #hasLent = false;
  #hasLeft = false;

  /** Where it has a place for as long as it lasts; null when it needs none. */
  protected abstract readonly slots: Slots | null;
  protected abstract readonly limits: Limits;
  /** Whether silence is the server's fault now. */
  protected abstract readonly isWaiting: boolean;
  protected abstract onIdle(): void;
  protected abstract onOverdue(failure: ConnectFailure): void;

  hold(): void {
    if (this.#isHeld || this.#hasLeft) return;
    this.#isHeld = true;
    this.#hasLent = this.slots?.lend() ?? false;
  }

  resume(): void {
    if (!this.#isHeld || this.#hasLeft) return;
    this.#isHeld = false;
    this.#idleMs = -1;
    this.#totalMs = -1;
    if (this.#hasLent) this.slots?.takeBack();
    this.#hasLent = false;
  }

  /** To be called once, when it is over. */
  protected leave(): void {
    this.#hasLeft = true;
    if (this.#hasLent) this.slots?.forgo();
    else this.slots?.release();
  }

  protected touch(): void {
    this.#idleMs = -1;
  }

  tick(elapsedMs: number): void {
    if (this.#isHeld) return;
    // The first tick after a beginning counts for nothing, because most of it was before.
    this.#totalMs = this.#totalMs < 0 ? 0 : this.#totalMs + elapsedMs;
    this.#idleMs = this.#idleMs < 0 || !this.isWaiting ? 0 : this.#idleMs + elapsedMs;
    if (this.#totalMs >= this.limits.totalTimeoutMs) this.onOverdue(overdue(this.limits.totalTimeoutMs));
    else if (this.#idleMs >= this.limits.timeoutMs) this.onIdle();
  }
}

/** One timer for all requests under way to a server: a timer for each would cost every call what hardly any needs. */
export class RequestClock {
  /** Not a set: those grow by copies of themselves, and each copy keeps what it held alive until the next full collection. */
  readonly #underWay: Timed[] = [];
  #timer: NodeJS.Timeout | null = null;
  #lastMs = 0;
  #onEmpty: (() => void) | null = null;

  /** @param tickMs how late a deadline may be noticed */
  constructor(private readonly tickMs: number) {}

  get count(): number {
    return this.#underWay.length;
  }

  add(timed: Timed): void {
    timed.place = this.#underWay.push(timed) - 1;
    if (this.#timer !== null) return;
    this.#lastMs = performance.now();
    this.#timer = setInterval(() => this.#tick(), this.tickMs).unref();
  }

  delete(timed: Timed): void {
    const { place } = timed;
    const last = this.#underWay.at(-1);
    if (place === -1 || last === undefined) return;
    this.#underWay[place] = last;
    last.place = place;
    this.#underWay.pop();
    timed.place = -1;
    if (this.#onEmpty !== null && this.#underWay.length === 0) this.#onEmpty();
  }

  /** Resolves when nothing is under way, at the latest after `deadlineMs`. Waited for once. */
  whenEmpty(deadlineMs: number): Promise<void> {
    if (this.#underWay.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, deadlineMs).unref();
      this.#onEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    const now = performance.now();
    // When this process stood still itself, the answers may lie in the socket already.
    const elapsedMs = Math.min(now - this.#lastMs, this.tickMs * 2);
    this.#lastMs = now;
    if (this.#underWay.length === 0) this.close();
    for (const timed of [...this.#underWay]) timed.tick(elapsedMs);
  }
}

const overdue = (totalTimeoutMs: number) =>
  new ConnectFailure('timeout', `The answer was not complete within ${seconds(totalTimeoutMs)}.`, {
    nextStep: 'Look at what the server is doing, or give it a longer total timeout.',
  });
