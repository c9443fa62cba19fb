import { CountByToken } from './count-by-token';
import type { GatewayDeps, TokenFacts } from './deps';
import { ResourceSubscriptions } from './resource-subscriptions';
import { type ChangingList, changingLists, type Snapshot } from './snapshot';
import type { Snapshots } from './snapshots';

const everyMs = 250;
const listenersMax = 10_000;
const listenersPerTokenMax = 100;

/** Somebody who is told of changes until it closes. */
export interface Listener {
  token: TokenFacts;
  /** The lists whose changes it wants to hear of. */
  lists: ReadonlySet<ChangingList>;
  notify(method: string, params: Record<string, unknown>): void;
  /** Called when its token has expired or its workspace is gone. */
  end(): void;
}

interface Listening {
  listener: Listener;
  /** What it has been told of. */
  digests: Snapshot['digests'];
  revision: number;
  resources: ResourceSubscriptions;
}

/**
 * Tells clients of changes, whoever made them and on whichever instance: while anybody listens, the revisions of their workspaces
 * are read four times a second, in one query. Only a list that is really another is announced.
 */
export class Listeners {
  readonly #open = new Map<Listener, Listening>();
  readonly #counts = new CountByToken();
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly deps: GatewayDeps,
    private readonly snapshots: Snapshots,
  ) {}

  get size(): number {
    return this.#open.size;
  }

  /** Null when too many listen already. `since` is the state that the listener has seen. */
  add(listener: Listener, since: Pick<Snapshot, 'digests' | 'revision'>): ResourceSubscriptions | null {
    const { id } = listener.token;
    if (this.#open.size >= listenersMax || this.#counts.of(id) >= listenersPerTokenMax) return null;
    const resources = new ResourceSubscriptions(this.deps.connections, (uri) =>
      listener.notify('notifications/resources/updated', { uri }),
    );
    this.#counts.add(id);
    this.#open.set(listener, { listener, digests: since.digests, revision: since.revision, resources });
    this.#timer ??= setTimeout(() => void this.#look(), everyMs).unref();
    return resources;
  }

  remove(listener: Listener): void {
    const listening = this.#open.get(listener);
    if (listening === undefined) return;
    this.#open.delete(listener);
    this.#counts.remove(listener.token.id);
    listening.resources.close();
  }

  async #look(): Promise<void> {
    try {
      this.#endExpired();
      const ids = [...new Set([...this.#open.keys()].map(({ token }) => token.workspaceId))];
      const revisions = await this.deps.readRevisions(ids);
      await Promise.all(
        [...this.#open.values()].map((one) => this.#tell(one, revisions.get(one.listener.token.workspaceId))),
      );
    } catch (err) {
      this.deps.log.warn({ err }, 'open streams could not be told of changes');
    } finally {
      this.#timer = this.#open.size === 0 ? null : setTimeout(() => void this.#look(), everyMs).unref();
    }
  }

  #endExpired(): void {
    const nowMs = this.deps.nowMs();
    for (const { token, end } of this.#open.keys()) if (token.expiresAtMs !== null && token.expiresAtMs <= nowMs) end();
  }

  async #tell(listening: Listening, revision: number | undefined): Promise<void> {
    const { listener, digests } = listening;
    if (revision === undefined) return listener.end();
    if (revision <= listening.revision) return;
    const snapshot = await this.snapshots.get({ ...listener.token, revision });
    listening.revision = snapshot.revision;
    listening.digests = snapshot.digests;
    for (const name of changingLists) {
      if (listener.lists.has(name) && digests[name] !== snapshot.digests[name])
        listener.notify(`notifications/${name}/list_changed`, {});
    }
    // Not waited for: a server that takes its time would keep everybody else from hearing of their changes.
    listening.resources.moveTo(snapshot).catch((err: unknown) => {
      this.deps.log.warn({ err }, 'subscriptions could not follow their server');
    });
  }
}
