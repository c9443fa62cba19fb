import type { ConnectFailure } from './connect-failure';
import type { ConnectionCounts, Listening, ServerConnection, ServerLine } from './connections';

/** A server without a network behind it: nothing to pool, to count, or to hear of its own accord. */
export class SimpleLine implements ServerLine {
  readonly isHeld = false;

  constructor(readonly connection: ServerConnection) {}

  async lease(): Promise<null> {
    return null;
  }

  counts(): Omit<ConnectionCounts, 'servers'> {
    return { requestsUnderWay: 0, leasesOut: 0, leasesIdle: 0, listeners: 0, openBreakers: 0 };
  }

  async close(): Promise<void> {}
}

/** For an address that was stored under older rules and may not be used any more. */
export class RefusedConnection implements ServerConnection {
  readonly era = null;
  readonly protocolVersion = null;
  readonly canAsk = false;

  constructor(private readonly failure: ConnectFailure) {}

  open(): Promise<never> {
    return Promise.reject(this.failure);
  }

  post(): Promise<never> {
    return Promise.reject(this.failure);
  }

  reset(): void {}

  listen(): Listening {
    return quiet(this.failure);
  }

  tell(): void {}
}

/** A listener of a server that never says anything. */
export const quiet = (refusal: Error): Listening => ({
  subscribe: () => Promise.reject(refusal),
  unsubscribe: async () => {},
  close: () => {},
});
