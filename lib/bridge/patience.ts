import { setTimeout as pause } from 'node:timers/promises';

const firstMs = 200;
const longestMs = 5_000;

/** How long something is tried again: pauses that double, a part of each left to chance, so that many do not come back at once. */
export class Patience {
  #pauseMs = firstMs;
  readonly #untilMs: number;

  constructor(msMax: number) {
    this.#untilMs = performance.now() + msMax;
  }

  /**
   * Resolves after the next pause, with false when there is no time left for it, or nobody wants it any more.
   * @param atLeastMs what the other side asked for
   */
  async wait(signal: AbortSignal, atLeastMs = 0): Promise<boolean> {
    const ms = Math.max(atLeastMs, this.#pauseMs * (0.5 + Math.random() / 2));
    this.#pauseMs = Math.min(this.#pauseMs * 2, longestMs);
    if (signal.aborted || performance.now() + ms > this.#untilMs) return false;
    return pause(ms, true, { signal }).catch(() => false);
  }

  /** All is well again. */
  reset(): void {
    this.#pauseMs = firstMs;
  }
}
