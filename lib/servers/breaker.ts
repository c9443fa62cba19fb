import { ConnectFailure } from './connect-failure';

type State = 'closed' | 'open' | 'half_open';

const failuresMax = 3;
const openMsMin = 1_000;
const openMsMax = 30_000;

/**
 * Spares callers the wait for a server that is away: after three failures in a row nothing is sent for 1 s, then one request
 * tries; each try that fails doubles the pause, up to 30 s. What counts as a failure is the caller's matter.
 */
export class Breaker {
  /** False as soon as a request has to ask `enter` first. A field, because every call reads it. */
  isClosed = true;
  /** How often something succeeded: tells whether anything has since a moment. */
  successes = 0;
  #state: State = 'closed';
  #failures = 0;
  #openMs = openMsMin;
  #firstFailedMs = 0;
  #nextTryMs = 0;
  #cause = '';

  /** @param nowMs a clock that never goes back */
  constructor(private readonly nowMs: () => number) {}

  /** Null lets the caller pass as the one that tries; it must call `leave` when it is through, however that went. */
  enter(): ConnectFailure | null {
    const refusal = this.refusal();
    if (refusal === null && this.#state === 'open') this.#state = 'half_open';
    return refusal;
  }

  /** What `enter` would refuse with now; nobody becomes the one that tries by asking. */
  refusal(): ConnectFailure | null {
    const mayTry = this.#state === 'open' && this.nowMs() >= this.#nextTryMs;
    return this.#state === 'closed' || mayTry ? null : this.#down();
  }

  /** The one that tried has ended. If it proved nothing, because its caller gave up, the next may try at once. */
  leave(): void {
    if (this.#state !== 'half_open') return;
    this.#state = 'open';
    this.#nextTryMs = this.nowMs();
  }

  succeeded(): void {
    this.successes += 1;
    this.#failures = 0;
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.isClosed = true;
    this.#openMs = openMsMin;
  }

  /** @param cause one sentence for people */
  failed(cause: string): void {
    if (this.#failures === 0) this.#firstFailedMs = this.nowMs();
    this.#failures += 1;
    this.#cause = cause;
    // Whoever was under way when it opened may still fail; that says nothing new.
    if (this.#state === 'open' || (this.#state === 'closed' && this.#failures < failuresMax)) return;
    if (this.#state === 'half_open') this.#openMs = Math.min(this.#openMs * 2, openMsMax);
    this.#state = 'open';
    this.isClosed = false;
    this.#nextTryMs = this.nowMs() + this.#openMs;
  }

  #down(): ConnectFailure {
    const now = this.nowMs();
    const nextTry =
      this.#state === 'half_open'
        ? 'It is being tried now.'
        : `It is tried again in ${seconds(this.#nextTryMs - now)}.`;
    const message = `The server has not been reachable for ${seconds(now - this.#firstFailedMs)}: ${this.#cause}`;
    return new ConnectFailure('down', message, { nextStep: `${nextTry} Look at the server meanwhile.`, ran: 'never' });
  }
}

const seconds = (ms: number) => `${Math.max(1, Math.ceil(ms / 1000))} s`;
