import { performance } from 'node:perf_hooks';
import { Breaker } from './breaker';
import type {
  ClientCapabilities,
  ConnectionCounts,
  ConnectionsOptions,
  Lease,
  ServerLine,
  ServerTarget,
} from './connections';
import { HttpConnection } from './http-connection';
import { HttpTransport } from './http-transport';
import { LeasePool } from './lease-pool';
import type { ConnectionParts } from './open-session';

/** One server over HTTP: one pool of sockets, one breaker and one count of places for the shared connection and all leases. */
export class HttpLine implements ServerLine {
  readonly connection: HttpConnection;
  readonly #transport: HttpTransport;
  readonly #breaker = new Breaker(() => performance.now());
  readonly #leases: LeasePool;
  #ending: Promise<void> | null = null;

  constructor(
    url: URL,
    private readonly target: ServerTarget,
    { guard, version, onFault = () => undefined, reconnectMs = { min: 1_000, max: 60_000 } }: ConnectionsOptions,
  ) {
    const breaker = this.#breaker;
    const transport = new HttpTransport(url, { guard, breaker, target, onFault });
    const parts: ConnectionParts = {
      transport,
      breaker,
      target,
      version,
      reconnectMs,
      found: { isSse: false, keepsSessions: null },
      tellShared: (notification) => this.connection.tell(notification),
    };
    this.#transport = transport;
    this.#leases = new LeasePool(parts);
    this.connection = new HttpConnection(parts, null);
  }

  get isHeld(): boolean {
    return this.connection.listenerCount > 0 || this.#leases.outCount > 0;
  }

  lease(capabilities: ClientCapabilities, owner: string): Promise<Lease | null> {
    return this.#leases.lease(capabilities, owner);
  }

  counts(): Omit<ConnectionCounts, 'servers'> {
    return {
      requestsUnderWay: this.#transport.clock.count,
      leasesOut: this.#leases.outCount,
      leasesIdle: this.#leases.idleCount,
      listeners: this.connection.listenerCount,
      openBreakers: this.#breaker.isClosed ? 0 : 1,
    };
  }

  /** May be called again, with less patience. */
  close(graceMs = this.target.timeoutMs): Promise<void> {
    if (this.#ending !== null) setTimeout(() => void this.#transport.close(), graceMs).unref();
    this.#ending ??= this.#end(graceMs);
    return this.#ending;
  }

  async #end(graceMs: number): Promise<void> {
    this.connection.retire();
    this.#leases.retire();
    await this.#transport.whenIdle(graceMs);
    await Promise.all([this.connection.end(), this.#leases.close()]);
    await this.#transport.close();
  }
}
