/**
 * A bounded number of places and a bounded queue for them, first come first served, with a deadline for waiting. Whoever waits for
 * a person lends its place to others.
 */
export class Slots {
  #taken = 0;
  #lent = 0;
  readonly #waiting = new Set<() => void>();

  constructor(
    private readonly placesMax: number,
    private readonly waitingMax: number,
    /** How many places may be lent at once, each of which may be wanted back on top of all others. */
    private readonly lentMax = 0,
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
    if (next === undefined || this.#taken > this.placesMax) {
      this.#taken -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }

  /** Gives a place back until it is taken back or forgone. False when too many are lent already: then it is kept. */
  lend(): boolean {
    if (this.#lent >= this.lentMax) return false;
    this.#lent += 1;
    this.release();
    return true;
  }

  /**
   * Takes a lent place again, at once, if need be beyond the bound: the server was told what it waited for and works already, so
   * waiting would only keep its answer from being read. Nobody gets a new place until enough have been given back.
   */
  takeBack(): void {
    this.#lent -= 1;
    this.#taken += 1;
  }

  /** The place that was lent is not wanted any more. */
  forgo(): void {
    this.#lent -= 1;
  }
}
