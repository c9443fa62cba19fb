import type { Message } from './message';

/** A message on its way, until all that it asks is answered. */
export class Flight {
  /** The ids that have no answer yet. */
  readonly open: Set<string>;
  /** Whether the gateway may have it. */
  wasSent = false;
  /** Its client has taken it back in the way of the 2025 era: an answer may still come, and need not. */
  isCancelled = false;
  /** Its client does not want the answer any more, and is not told of its failure. */
  isUnwanted = false;
  readonly #abort = new AbortController();

  constructor(readonly message: Message) {
    this.open = new Set(message.ids);
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Hangs up. */
  leave(): void {
    this.#abort.abort();
  }
}
