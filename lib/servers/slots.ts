/** A bounded number of places and a bounded queue for them, first come first served, with a deadline for waiting. */
export class Slots {
  #taken = 0;
  readonly #waiting = new Set<() => void>();
  #onFree: (() => void) | null = null;

  constructor(
    private readonly placesMax: number,
    private readonly waitingMax: number,
  ) {}

  get taken(): number {
    return this.#taken;
  }

  /** Takes a place if one is free and nobody waits. */
  tryTake(): boolean {
    if (this.#taken >= this.placesMax) return false;
    this.#taken += 1;
    return true;
  }

  /** Waits for a place; false when the queue is full or `deadlineMs` passed. */
  take(deadlineMs: number): Promise<boolean> {
    if (this.tryTake()) return Promise.resolve(true);
    if (this.#waiting.size >= this.waitingMax) return Promise.resolve(false);
    return new Promise((resolve) => {
      const serve = () => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(serve);
        resolve(false);
      }, deadlineMs);
      this.#waiting.add(serve);
    });
  }

  /** Gives a place back; it passes straight to whoever waits longest. */
  release(): void {
    const [next] = this.#waiting;
    if (next === undefined) {
      this.#taken -= 1;
      if (this.#taken === 0) this.#onFree?.();
      return;
    }
    this.#waiting.delete(next);
    next();
  }

  /** Resolves when nobody holds a place, at the latest after `deadlineMs`. Waited for once. */
  whenFree(deadlineMs: number): Promise<void> {
    if (this.#taken === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, deadlineMs).unref();
      this.#onFree = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
