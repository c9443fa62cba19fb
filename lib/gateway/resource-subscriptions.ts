import type { Connections, Listening, ServerConnection } from '../servers/connections';
import type { CatalogueServer } from './deps';
import type { Snapshot } from './snapshot';

/** Resources that one client may be subscribed to. */
export const urisMax = 200;

interface Held {
  connection: ServerConnection;
  listening: Listening;
  /** Each with the server's consent, or the wait for it. */
  uris: Map<string, Promise<void>>;
}

/** The resources that one client wants to hear of, each subscribed at the server that has it. */
export class ResourceSubscriptions {
  readonly #held = new Map<string, Held>();
  #isClosed = false;
  /** One move after the other: two at once would each subscribe what the other has closed. */
  #moving: Promise<void> = Promise.resolve();

  constructor(
    private readonly connections: Connections,
    private readonly onUpdated: (uri: string) => void,
  ) {}

  /** False when one client would hold too many, or is gone. @throws ConnectFailure, or what the server says against it */
  async add(server: CatalogueServer, uri: string): Promise<boolean> {
    if (this.#isClosed) return false;
    const present = this.#held.get(server.id)?.uris.get(uri);
    if (present === undefined && this.#count() >= urisMax) return false;
    const held = this.#at(server);
    const agreed = present ?? held.listening.subscribe(uri);
    held.uris.set(uri, agreed);
    try {
      await agreed;
      return true;
    } catch (error) {
      if (held.uris.get(uri) === agreed) this.#forget(server.id, held, uri);
      throw error;
    }
  }

  async remove(server: CatalogueServer, uri: string): Promise<void> {
    const held = this.#held.get(server.id);
    if (held === undefined || !held.uris.has(uri)) return;
    const told = held.listening.unsubscribe(uri);
    this.#forget(server.id, held, uri);
    await told;
  }

  /** A server that was configured anew is another connection: what was subscribed at the old one is at the new one, too. */
  moveTo(snapshot: Pick<Snapshot, 'resources'>): Promise<void> {
    const moved = this.#moving.then(() => this.#move(snapshot));
    this.#moving = moved.catch(() => undefined);
    return moved;
  }

  async #move({ resources }: Pick<Snapshot, 'resources'>): Promise<void> {
    for (const [id, { connection, listening, uris }] of [...this.#held]) {
      const server = resources.server(id);
      if (server !== null && this.connections.get(server.target()) === connection) continue;
      listening.close();
      this.#held.delete(id);
      for (const uri of server === null ? [] : uris.keys())
        await this.add(server as CatalogueServer, uri).catch(() => false);
    }
  }

  close(): void {
    this.#isClosed = true;
    for (const { listening } of this.#held.values()) listening.close();
    this.#held.clear();
  }

  #count(): number {
    let count = 0;
    for (const { uris } of this.#held.values()) count += uris.size;
    return count;
  }

  #at(server: CatalogueServer): Held {
    const present = this.#held.get(server.id);
    if (present !== undefined) return present;
    const connection = this.connections.get(server.target());
    const uris: Held['uris'] = new Map();
    const listening = connection.listen(({ method, params }) => {
      const { uri } = params;
      if (method === 'notifications/resources/updated' && typeof uri === 'string' && uris.has(uri)) this.onUpdated(uri);
    });
    const held = { connection, listening, uris };
    this.#held.set(server.id, held);
    return held;
  }

  /** A server that nothing is wanted of any more is not listened to either. */
  #forget(serverId: string, held: Held, uri: string): void {
    held.uris.delete(uri);
    if (held.uris.size > 0 || this.#held.get(serverId) !== held) return;
    this.#held.delete(serverId);
    held.listening.close();
  }
}
