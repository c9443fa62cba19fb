import { readScope } from '../tokens/scope';
import type { GatewayDeps, TokenFacts } from './deps';
import { buildSnapshot, type Snapshot } from './snapshot';

/**
 * Snapshots by workspace and scope. Each is used only while its revision is the one that the token look-up of this very
 * request has read, so nothing is ever served from before a change. Least recently used ones go first.
 */
export class Snapshots {
  private readonly ready = new Map<string, Snapshot>();
  private readonly loading = new Map<string, Promise<Snapshot>>();

  constructor(
    private readonly deps: GatewayDeps,
    private readonly max = 1000,
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
    const key = keyOf(token);
    this.ready.delete(key);
    this.ready.set(key, snapshot);
    if (this.ready.size > this.max) {
      const oldest = this.ready.keys().next().value;
      if (oldest !== undefined) this.ready.delete(oldest);
    }
    return snapshot;
  }

  /** A narrowed one is made of the whole, which many scopes share. */
  private async build(token: TokenFacts): Promise<Snapshot> {
    const { workspaceId, workspaceName, scope } = token;
    const { version } = this.deps;
    if (scope === null) return buildSnapshot(await this.deps.loadCatalogue(workspaceId), workspaceName, version);
    const { catalogue } = await this.get({ ...token, scope: null });
    return buildSnapshot(catalogue, workspaceName, version, readScope(scope));
  }
}

const keyOf = ({ workspaceId, scope }: TokenFacts) => (scope === null ? workspaceId : `${workspaceId} ${scope}`);
