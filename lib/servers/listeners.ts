import type { Listener, Listening } from './connections';
import { isJsonObject, type JsonObject } from './json-object';

interface ListenersHost {
  /** The first listener has come. */
  onFirst(): void;
  /** The last one has gone. */
  onLast(): void;
  /** Asks the server for updates of a resource; `uris` holds it already. @throws */
  watch(uri: string): Promise<void>;
  unwatch(uri: string): Promise<void>;
}

const urisMax = 1_000;

/** Who listens to one server, and to which of its resources. */
export class Listeners {
  readonly #all = new Set<Listener>();
  readonly #counts = new Map<string, number>();
  /** One change after the other, so that the last word of ours is what the server heard last. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly host: ListenersHost) {}

  get size(): number {
    return this.#all.size;
  }

  get uris(): string[] {
    return [...this.#counts.keys()];
  }

  tell({ method, params }: JsonObject): void {
    if (typeof method !== 'string') return;
    for (const listener of this.#all) {
      try {
        listener({ method, params: isJsonObject(params) ? params : {} });
      } catch {
        // The fault of one must not end the stream of all.
      }
    }
  }

  add(listener: Listener): Listening {
    // Wrapped, so that one function given twice counts twice.
    const own: Listener = (notification) => listener(notification);
    const watched = new Set<string>();
    this.#all.add(own);
    if (this.#all.size === 1) this.host.onFirst();
    return {
      subscribe: (uri) =>
        this.#inTurn(async () => {
          if (watched.has(uri)) return;
          await this.#watch(uri);
          watched.add(uri);
        }),
      unsubscribe: (uri) => this.#inTurn(async () => (watched.delete(uri) ? this.#unwatch(uri) : undefined)),
      close: () => {
        if (!this.#all.delete(own)) return;
        if (this.#all.size === 0) this.host.onLast();
        void this.#inTurn(async () => {
          for (const uri of watched) await this.#unwatch(uri);
        });
      },
    };
  }

  async #watch(uri: string): Promise<void> {
    const count = this.#counts.get(uri) ?? 0;
    if (count === 0 && this.#counts.size >= urisMax) throw new Error('Too many resources of this server are watched.');
    this.#counts.set(uri, count + 1);
    if (count > 0) return;
    try {
      await this.host.watch(uri);
    } catch (error) {
      this.#counts.delete(uri);
      throw error;
    }
  }

  async #unwatch(uri: string): Promise<void> {
    const count = this.#counts.get(uri) ?? 0;
    if (count > 1) this.#counts.set(uri, count - 1);
    else if (this.#counts.delete(uri)) await this.host.unwatch(uri);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }
}
