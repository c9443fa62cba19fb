/** The pool has as many sockets more, so that no request waits for one behind answers that nobody takes. */
export const messagesMax = 256;
const charsMax = 64 * 1024 * 1024;

/**
 * What is on its way to one server besides requests: answers and notifications, which wait for no place. A server that asks on and
 * on without taking the answers would otherwise decide how much memory they cost.
 */
export class Outbox {
  #messages = 0;
  #chars = 0;

  /** False when it holds as much as it may; one message always fits into an empty one. */
  enter(chars: number): boolean {
    const isFull = this.#messages >= messagesMax || this.#chars + chars > charsMax;
    if (isFull && this.#messages > 0) return false;
    this.#messages += 1;
    this.#chars += chars;
    return true;
  }

  leave(chars: number): void {
    this.#messages -= 1;
    this.#chars -= chars;
  }
}
