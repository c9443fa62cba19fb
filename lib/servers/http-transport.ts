import { isIP, type LookupFunction } from 'node:net';
import { buildConnector, Pool } from 'undici';
import type { AddressGuard } from './address-guard';
import type { Breaker } from './breaker';
import { ConnectFailure } from './connect-failure';
import type { ServerTarget } from './connections';
import { failureOfError, type Progress } from './failure-of-error';
import { failureOfStatus } from './failure-of-status';
import { HttpReply, type ReplyOwner, type SendOptions } from './http-reply';
import { messagesMax, Outbox } from './outbox';
import { type Limits, RequestClock } from './request-clock';
import { hostAndPort } from './server-url';
import { Slots } from './slots';

/** Streams that stay open beside the requests: of leases, and of listeners. */
const streamsMax = 128;
/** Requests that wait for a person and have lent their places. */
const lentMax = 256;
const waitingMax = 1_024;
const placeTimeoutMs = 10_000;
const tickMsMax = 250;

interface TransportOptions {
  onFault(error: unknown): void;
  guard: AddressGuard;
  breaker: Breaker;
  target: ServerTarget;
}

/** HTTP to one server: pooled connections to vetted addresses, no redirects, every wait bounded, its failures counted. */
export class HttpTransport implements ReplyOwner {
  readonly slots: Slots;
  readonly outbox = new Outbox();
  readonly clock: RequestClock;
  readonly limits: Limits;
  /** For whoever works for this server while nobody waits. */
  readonly onFault: (error: unknown) => void;
  readonly #pool: Pool;
  readonly #path: string;
  readonly #breaker: Breaker;
  readonly #connectTimeoutMs: number;
  #isClosed = false;

  constructor(
    readonly url: URL,
    { guard, breaker, target, onFault }: TransportOptions,
  ) {
    this.onFault = onFault;
    const { timeoutMs, totalTimeoutMs, connectTimeoutMs, concurrencyMax } = target;
    this.#path = url.pathname + url.search;
    this.#breaker = breaker;
    this.#connectTimeoutMs = connectTimeoutMs;
    this.limits = { timeoutMs, totalTimeoutMs };
    this.slots = new Slots(concurrencyMax, waitingMax, lentMax);
    this.clock = new RequestClock(Math.min(tickMsMax, Math.max(5, Math.min(timeoutMs, totalTimeoutMs) / 8)));
    this.#pool = new Pool(url.origin, {
      connections: concurrencyMax + streamsMax + lentMax + messagesMax,
      pipelining: 1,
      // Below the 5 s after which Node's and uvicorn's servers hang up, so that no request is written into a closing socket.
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 60_000,
      // Kept by our own clock, which can be stopped while a person is asked.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: guardedConnector(url, guard, connectTimeoutMs),
    });
  }

  /** Resolves when the answer begins, whatever its status. @throws ConnectFailure */
  send(options: SendOptions): Promise<HttpReply> {
    if (options.kind !== 'request' || this.slots.tryTake()) return this.#start(options);
    return this.#startLater(options);
  }

  /** For a request that lasts longer than its POST; `slots.release()` gives the place back. @throws ConnectFailure */
  async takePlace(timeoutMs: number): Promise<void> {
    if (await this.slots.take(Math.min(timeoutMs, placeTimeoutMs))) return;
    throw busy(this.url, this.slots.taken);
  }

  async #startLater(options: SendOptions): Promise<HttpReply> {
    const wasClosed = this.#breaker.isClosed;
    await this.takePlace(options.limits.timeoutMs);
    const refusal = wasClosed ? this.#breaker.refusal() : null;
    if (refusal === null) return this.#start(options);
    this.slots.release();
    throw refusal;
  }

  #start(options: SendOptions): Promise<HttpReply> {
    const reply = new HttpReply(this, options);
    reply.successesBefore = this.#breaker.successes;
    if (options.kind !== 'stream') this.clock.add(reply);
    options.onStarted?.(reply);
    if (reply.watchSignal()) this.#dispatch(reply, options);
    return reply.ready;
  }

  #dispatch(reply: HttpReply, { method, path = this.#path, headers, body }: SendOptions): void {
    try {
      this.#pool.dispatch({ method, path, headers, body }, reply);
    } catch (error) {
      reply.fail(error);
    }
  }

  explain(error: unknown, progress: Progress, { signal, limits }: SendOptions): ConnectFailure {
    if (signal?.aborted === true) return cancelled(error, progress);
    return failureOfError(error, this.url, progress, {
      timeoutMs: limits.timeoutMs,
      connectTimeoutMs: this.#connectTimeoutMs,
    });
  }

  began(reply: HttpReply): void {
    const { status, options } = reply;
    if (status !== 502 && status !== 503 && status !== 504) this.#breaker.succeeded();
    // A proxy that lets no streams through says nothing about calls.
    else if (options.kind !== 'stream') this.#breaker.failed(failureOfStatus(reply, false).message);
  }

  ended(reply: HttpReply, failure: ConnectFailure | null): void {
    const { signal } = reply.options;
    this.clock.delete(reply);
    if (failure === null || reply.hasBegun || this.#isClosed || signal?.aborted === true) return;
    if (unreachable.has(failure.stage) && !this.#isSlowOnly(reply, failure)) this.#breaker.failed(failure.message);
  }

  /** One tool may take longer than anybody waits while the server answers everything else; and nobody waits for notifications. */
  #isSlowOnly({ options, successesBefore }: HttpReply, { stage, ran }: ConnectFailure): boolean {
    if (stage !== 'timeout' || ran === 'never') return false;
    return options.kind !== 'request' || this.#breaker.successes !== successesBefore;
  }

  /** Resolves when no request is under way, at the latest after `deadlineMs`. */
  whenIdle(deadlineMs: number): Promise<void> {
    return this.clock.whenEmpty(deadlineMs);
  }

  /** Cuts what is still under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#pool.destroy();
    this.clock.close();
  }
}

/** What says that the server cannot be reached now; everything else may be the fault of one request. */
const unreachable = new Set<ConnectFailure['stage']>(['dns', 'connect', 'tls', 'timeout', 'closed']);

/**
 * Resolves once, checks every address, connects to those only, and looks again at the socket that came about: a name that
 * changes its mind between two look-ups has no second look-up to change it in.
 */
function guardedConnector(url: URL, guard: AddressGuard, timeout: number): buildConnector.connector {
  const lookup: LookupFunction = (_host, _options, callback) => {
    guard.resolve(url).then(
      (addresses) => callback(null, addresses),
      (error: Error) => callback(error, []),
    );
  };
  const connect = buildConnector({ timeout, allowH2: false, autoSelectFamily: true, lookup });
  return (options, callback) => {
    if (isIP(options.hostname) !== 0) {
      const refusal = refusalOf(() => guard.check(url, options.hostname));
      if (refusal !== null) return callback(refusal, null);
    }
    connect(options, (...result) => {
      const [error, socket] = result;
      if (error !== null) return callback(error, null);
      const refusal = refusalOf(() => guard.check(url, socket.remoteAddress ?? ''));
      if (refusal === null) return callback(null, socket);
      socket.destroy();
      callback(refusal, null);
    });
  };
}

function refusalOf(check: () => void): Error | null {
  try {
    check();
    return null;
  } catch (error) {
    return error instanceof Error ? error : new Error('the address check failed', { cause: error });
  }
}

const busy = (url: URL, taken: number) =>
  new ConnectFailure(
    'timeout',
    `All ${taken} connections to ${hostAndPort(url)} are busy, and none came free in time.`,
    {
      nextStep: 'Try again later; the server answers too slowly for this many calls.',
      ran: 'never',
    },
  );

export function cancelled(error: unknown, progress: Progress): ConnectFailure {
  if (error instanceof ConnectFailure) return error;
  return new ConnectFailure('closed', 'The request was cancelled.', {
    nextStep: 'Send it again if it is still wanted.',
    ran: progress === 'connecting' ? 'never' : 'unknown',
    cause: error,
  });
}
