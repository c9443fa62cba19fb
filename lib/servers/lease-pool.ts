import { canonicalJson } from './canonical-json';
import { isConnectFailure } from './connect-failure';
import type { ClientCapabilities, Lease } from './connections';
import { HttpConnection } from './http-connection';
import type { ConnectionParts } from './open-session';

/** Calls that wait for a person keep theirs for minutes, so there are more than a busy server needs at once. */
const outMax = 128;
const idleMax = 32;
const idleMs = 60_000;

interface Idle {
  key: string;
  connection: HttpConnection;
  timer: NodeJS.Timeout;
}

/** Sessions of one server that belong to one client at a time. */
export class LeasePool {
  /** Longest idle first. */
  readonly #idle = new Set<Idle>();
  readonly #out = new Set<HttpConnection>();
  readonly #ending = new Set<Promise<void>>();
  #isClosed = false;

  constructor(private readonly parts: ConnectionParts) {}

  get outCount(): number {
    return this.#out.size;
  }

  get idleCount(): number {
    return this.#idle.size;
  }

  async lease(capabilities: ClientCapabilities, owner: string): Promise<Lease | null> {
    if (this.parts.found.keepsSessions === false) return null;
    const key = canonicalJson([owner, capabilities]);
    const refusal = this.parts.breaker.refusal();
    if (refusal !== null) throw refusal;
    if (this.#out.size >= outMax) return null;
    const connection = this.#takeIdle(key) ?? new HttpConnection(this.parts, capabilities);
    this.#out.add(connection);
    if (!(await this.#isOpened(connection))) return null;
    return new HttpLease(connection, (isBroken) => this.#giveBack(connection, isBroken ? null : key));
  }

  /** False for a server without sessions: one that gave no id, or that knows no `initialize` at all. @throws ConnectFailure */
  async #isOpened(connection: HttpConnection): Promise<boolean> {
    if (connection.era !== null) return true;
    try {
      await connection.open();
    } catch (error) {
      this.#giveBack(connection, null);
      const isRefusal = isConnectFailure(error) && (error.stage === 'protocol' || error.stage === 'http');
      if (!isRefusal || (error.status ?? 0) >= 500) throw error;
      this.parts.found.keepsSessions = false;
      return false;
    }
    this.parts.found.keepsSessions = connection.canAsk;
    if (!connection.canAsk) this.#giveBack(connection, null);
    return connection.canAsk;
  }

  #takeIdle(key: string): HttpConnection | undefined {
    for (const idle of this.#idle) {
      if (idle.key !== key) continue;
      this.#idle.delete(idle);
      clearTimeout(idle.timer);
      return idle.connection;
    }
    return undefined;
  }

  /** @param key null when nobody may have it again */
  #giveBack(connection: HttpConnection, key: string | null): void {
    connection.onMessage = null;
    this.#out.delete(connection);
    // A session that was lost while it was out is nothing to keep.
    if (key === null || this.#isClosed || connection.era === null) {
      this.#end(connection);
      return;
    }
    const idle = { key, connection, timer: setTimeout(() => this.#endIdle(idle), idleMs).unref() };
    this.#idle.add(idle);
    const [oldest] = this.#idle;
    if (this.#idle.size > idleMax && oldest !== undefined) this.#endIdle(oldest);
  }

  #endIdle(idle: Idle): void {
    clearTimeout(idle.timer);
    if (this.#idle.delete(idle)) this.#end(idle.connection);
  }

  #end(connection: HttpConnection): void {
    const end = connection.end().finally(() => this.#ending.delete(end));
    this.#ending.add(end);
  }

  /** Keeps nothing idle from now on; what is out may go on. */
  retire(): void {
    this.#isClosed = true;
    for (const idle of [...this.#idle]) this.#endIdle(idle);
  }

  /** Ends all of them, those that are out too. */
  async close(): Promise<void> {
    this.retire();
    for (const connection of this.#out) this.#end(connection);
    await Promise.all(this.#ending);
  }
}

class HttpLease implements Lease {
  #isReleased = false;

  constructor(
    readonly connection: HttpConnection,
    private readonly giveBack: (isBroken: boolean) => void,
  ) {}

  get onMessage(): Lease['onMessage'] {
    return this.#isReleased ? null : this.connection.onMessage;
  }

  set onMessage(onMessage: Lease['onMessage']) {
    if (!this.#isReleased) this.connection.onMessage = onMessage;
  }

  release({ broken = false } = {}): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    this.giveBack(broken);
  }
}
