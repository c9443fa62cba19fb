import type { Step } from './step';

/** Steps that may wait for a slow client; then the server is read no further. */
const waitingMax = 64;

/** What has come from the server and not yet been taken by the one who brings it to the client. */
export class StepQueue {
  readonly #steps: Step[] = [];
  #wake: (() => void) | null = null;
  /** Several may wait: what comes in the reply, and what comes beside it. */
  #waiting: (() => void)[] = [];
  #isClosed = false;

  get isFull(): boolean {
    return this.#steps.length >= waitingMax;
  }

  /** Resolves when there is room for another one. Nothing more is taken in once it is closed. */
  async push(step: Step): Promise<void> {
    if (this.#isClosed) return;
    this.#steps.push(step);
    this.#wake?.();
    while (this.isFull && !this.#isClosed) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
  }

  /** The next step, or null when none came in time, or none will come. One reader. */
  async next(withinMs: number): Promise<Step | null> {
    if (this.#steps.length === 0 && !this.#isClosed) await this.#somethingWithin(withinMs);
    const step = this.#steps.shift() ?? null;
    this.#makeRoom();
    return step;
  }

  /** Whoever waits, on either side, waits no longer. */
  close(): void {
    this.#isClosed = true;
    this.#wake?.();
    this.#makeRoom();
  }

  #makeRoom(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const goOn of waiting) goOn();
  }

  #somethingWithin(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const settle = () => {
        clearTimeout(timer);
        this.#wake = null;
        resolve();
      };
      const timer = setTimeout(settle, ms);
      this.#wake = settle;
    });
  }
}
