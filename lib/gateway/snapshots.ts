import type { GatewayDeps, TokenFacts } from './deps';
import { buildSnapshot, type Snapshot } from './snapshot';
import { scopeOf } from './token-scope';

/** Characters of lists that may be kept for all workspaces and scopes together. What is beyond is made again when it is asked for. */
const charsMax = 64 * 1024 * 1024;

/**
 * Snapshots by workspace and scope. Each is used only while its revision is the one that the token look-up of this very
 * request has read, so nothing is ever served from before a change. Least recently used ones go first.
 */
export class Snapshots {
  private readonly ready = new Map<string, Snapshot>();
  private chars = 0;
  private readonly loading = new Map<string, Promise<Snapshot>>();

  constructor(
    private readonly deps: GatewayDeps,
    private readonly bounds = { count: 1_000, chars: charsMax },
  ) {}

  /** What is at hand for this revision; nearly always there, and nothing has to be waited for then. */
  held(token: TokenFacts): Snapshot | null {
    const held = this.ready.get(keyOf(token));
    return held !== undefined && held.revision >= token.revision ? held : null;
  }

  /** Synchronous while nothing has changed. Rejects when the catalogue cannot be read. */
  get(token: TokenFacts): Snapshot | Promise<Snapshot> {
    const held = this.held(token);
    if (held !== null) return held;
    const key = `${token.revision} ${keyOf(token)}`;
    let load = this.loading.get(key);
    if (load === undefined) {
      load = this.load(token).finally(() => this.loading.delete(key));
      this.loading.set(key, load);
    }
    return load;
  }

  private async load(token: TokenFacts): Promise<Snapshot> {
    const snapshot = await this.build(token);
    this.forget(keyOf(token));
    this.ready.set(keyOf(token), snapshot);
    this.chars += snapshot.chars;
    for (const key of this.ready.keys()) {
      const isFull = this.ready.size > this.bounds.count || this.chars > this.bounds.chars;
      if (!isFull || this.ready.size === 1) break;
      this.forget(key);
    }
    return snapshot;
  }

  private forget(key: string): void {
    this.chars -= this.ready.get(key)?.chars ?? 0;
    this.ready.delete(key);
  }

  /** A narrowed one is made of the whole, which many scopes share. */
  private async build(token: TokenFacts): Promise<Snapshot> {
    const { workspaceId, workspaceName } = token;
    const { version } = this.deps;
    const narrowed = scopeOf(token);
    if (narrowed === null || narrowed.view === null)
      return buildSnapshot(await this.deps.loadCatalogue(workspaceId), workspaceName, version);
    const { catalogue } = await this.get({ ...token, scope: null });
    return buildSnapshot(catalogue, workspaceName, version, narrowed.scope);
  }
}

function keyOf(token: TokenFacts): string {
  const view = scopeOf(token)?.view ?? null;
  return view === null ? token.workspaceId : `${token.workspaceId} ${view}`;
}
