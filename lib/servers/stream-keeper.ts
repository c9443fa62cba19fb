import { performance } from 'node:perf_hooks';
import { isConnectFailure } from './connect-failure';
import type { OnMessage, Session, SessionStream, StreamEnd } from './session';

export interface ReconnectMs {
  min: number;
  max: number;
}

interface KeeperHost {
  /** The session to keep a stream of; null ends the keeping. @throws ConnectFailure */
  session(): Promise<Session | null>;
  onLost(session: Session): void;
  onMessage: OnMessage;
  uris(): readonly string[];
  onFault(error: unknown): void;
}

/** A stream that stood this long was a good one: the next attempt begins without the pauses of earlier failures. */
const steadyMs = 10_000;
/** Some servers answer a GET with its first event only. Nobody waits longer than this for a stream to begin. */
const beginMsMax = 2_000;
const ackMsMax = 10_000;

/** Keeps one stream of a connection open until it is told to stop: again after each end, ever more slowly while that fails. */
export class StreamKeeper {
  #running: AbortController | null = null;
  #stream: SessionStream | null = null;
  #session: Session | null = null;
  #wake: (() => void) | null = null;
  #isTurned = false;
  #onBegun: ((uris: readonly string[]) => void)[] = [];

  constructor(
    private readonly host: KeeperHost,
    private readonly reconnectMs: ReconnectMs,
  ) {}

  /** Starts if need be, and moves on to another session where there is one. Resolves when the stream has begun, or 2 s later. */
  async keep(session: Session | null): Promise<void> {
    if (this.#stream !== null && this.#session === session) return;
    const begun = this.#nextBegun(beginMsMax);
    if (this.#running === null) this.#start();
    else this.#turn();
    await begun;
  }

  /** Asks for other URIs than before. What was watched stays watched meanwhile. @returns what the server watches now, null when it did not say */
  async renew(): Promise<readonly string[] | null> {
    const begun = this.#nextBegun(ackMsMax);
    const [session, before] = [this.#session, this.#stream];
    if (session === null || before === null) this.#turn();
    else {
      this.#open(session);
      void begun.then(() => before.close());
    }
    return begun;
  }

  stop(): void {
    this.#running?.abort();
    this.#running = null;
    this.#turn();
  }

  #start(): void {
    const running = new AbortController();
    this.#running = running;
    void this.#run(running.signal).finally(() => {
      if (this.#running === running) this.#running = null;
    });
  }

  /** Ends the stream and the pause there is; the loop looks again at what is wanted. */
  #turn(): void {
    this.#isTurned = this.#stream !== null;
    this.#stream?.close();
    this.#wake?.();
  }

  async #run(stopped: AbortSignal): Promise<void> {
    let failures = 0;
    while (!stopped.aborted) {
      const startedMs = performance.now();
      this.#isTurned = false;
      const end = await this.#once(stopped);
      const { retryMs } = this.#stream ?? { retryMs: null };
      this.#stream = null;
      if (end === null || stopped.aborted) return;
      if (this.#isTurned) continue;
      failures = performance.now() - startedMs > steadyMs ? 1 : failures + 1;
      await this.#pause(end === 'none' ? null : this.#delayMs(failures, retryMs));
    }
  }

  async #once(stopped: AbortSignal): Promise<StreamEnd | null> {
    try {
      const session = await this.host.session();
      if (session === null || stopped.aborted) return null;
      this.#session = session;
      let stream = this.#open(session);
      for (;;) {
        const end = await stream.ended;
        if (this.#stream === null || this.#stream === stream) {
          if (end === 'lost') this.host.onLost(session);
          return end;
        }
        stream = this.#stream;
      }
    } catch (error) {
      if (!isConnectFailure(error)) this.host.onFault(error);
      return 'ended';
    }
  }

  #open(session: Session): SessionStream {
    const stream = session.openStream({ onMessage: this.host.onMessage, uris: this.host.uris() });
    this.#stream = stream;
    void stream.begun.then((uris) => {
      if (this.#stream === stream) for (const onBegun of this.#onBegun.splice(0)) onBegun(uris);
    });
    return stream;
  }

  #nextBegun(msMax: number): Promise<readonly string[] | null> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), msMax).unref();
      this.#onBegun.push((uris) => {
        clearTimeout(timer);
        resolve(uris);
      });
    });
  }

  #delayMs(failures: number, retryMs: number | null): number {
    const { min, max } = this.reconnectMs;
    const wantedMs = Math.max(min * 2 ** Math.min(failures - 1, 20), retryMs ?? 0);
    return Math.min(wantedMs, max) * (1 + Math.random() / 4);
  }

  /** @param ms null waits until something changes */
  async #pause(ms: number | null): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = ms === null ? undefined : setTimeout(resolve, ms).unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = null;
  }
}
