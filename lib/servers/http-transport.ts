import { isIP, type LookupFunction } from 'node:net';
import { buildConnector, Pool } from 'undici';
import type { AddressGuard } from './address-guard';
import { ConnectFailure } from './connect-failure';
import { connectTimeoutMs, failureOfError } from './failure-of-error';
import { HttpReply } from './http-reply';
import { hostAndPort } from './server-url';
import { Slots } from './slots';

const connectionsMax = 128;
const waitingMax = 1_024;
const placeTimeoutMs = 10_000;

export interface SendOptions {
  method: 'POST' | 'GET' | 'DELETE';
  /** Flat: name, value, name, value. */
  headers: string[];
  body: string | null;
  /** Until the answer begins, and between two pieces of it. */
  timeoutMs: number;
  epoch: number;
  signal?: AbortSignal | undefined;
}

/** HTTP to one server's endpoint: pooled connections to vetted addresses, no redirects, every wait bounded. */
export class HttpTransport {
  readonly #pool: Pool;
  readonly #path: string;
  readonly #slots = new Slots(connectionsMax, waitingMax);

  constructor(
    readonly url: URL,
    guard: AddressGuard,
  ) {
    this.#path = url.pathname + url.search;
    this.#pool = new Pool(url.origin, {
      connections: connectionsMax,
      pipelining: 1,
      // Below the 5 s after which Node's and uvicorn's servers hang up, so that no request is written into a closing socket.
      keepAliveTimeout: 4_000,
      keepAliveMaxTimeout: 60_000,
      connect: guardedConnector(url, guard),
    });
  }

  /** Resolves when the answer begins, whatever its status. @throws ConnectFailure */
  send(options: SendOptions): Promise<HttpReply> {
    return this.#slots.tryTake() ? this.#start(options) : this.#startLater(options);
  }

  async #startLater(options: SendOptions): Promise<HttpReply> {
    const hasPlace = await this.#slots.take(Math.min(options.timeoutMs, placeTimeoutMs));
    if (!hasPlace) throw busy(this.url, this.#slots.taken);
    return this.#start(options);
  }

  #start(options: SendOptions): Promise<HttpReply> {
    const { signal } = options;
    const cancel = () => reply.fail(signal?.reason ?? new Error('cancelled'));
    const reply = new HttpReply({
      epoch: options.epoch,
      wholeMsMax: options.timeoutMs,
      explain: (error, progress) =>
        signal?.aborted === true
          ? cancelled(error, progress)
          : failureOfError(error, this.url, progress, options.timeoutMs),
      onDone: () => {
        this.#slots.release();
        signal?.removeEventListener('abort', cancel);
      },
    });
    if (signal?.aborted === true) cancel();
    else this.#dispatch(reply, options);
    signal?.addEventListener('abort', cancel);
    return reply.ready;
  }

  #dispatch(reply: HttpReply, { method, headers, body, timeoutMs }: SendOptions): void {
    try {
      this.#pool.dispatch(
        { method, path: this.#path, headers, body, headersTimeout: timeoutMs, bodyTimeout: timeoutMs },
        reply,
      );
    } catch (error) {
      reply.fail(error);
    }
  }

  /** Resolves when no request is under way, at the latest after `deadlineMs`. */
  whenIdle(deadlineMs: number): Promise<void> {
    return this.#slots.whenFree(deadlineMs);
  }

  /** Cuts what is still under way. */
  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/**
 * Resolves once, checks every address, connects to those only, and looks again at the socket that came about: a name that
 * changes its mind between two look-ups has no second look-up to change it in.
 */
function guardedConnector(url: URL, guard: AddressGuard): buildConnector.connector {
  const lookup: LookupFunction = (_host, _options, callback) => {
    guard.resolve(url).then(
      (addresses) => callback(null, addresses),
      (error: Error) => callback(error, []),
    );
  };
  const connect = buildConnector({ timeout: connectTimeoutMs, allowH2: false, autoSelectFamily: true, lookup });
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

function cancelled(error: unknown, progress: string): ConnectFailure {
  if (error instanceof ConnectFailure) return error;
  return new ConnectFailure('closed', 'The request was cancelled.', {
    nextStep: 'Send it again if it is still wanted.',
    ran: progress === 'connecting' ? 'never' : 'unknown',
    cause: error,
  });
}
