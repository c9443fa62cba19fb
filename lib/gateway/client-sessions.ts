import type { ClientCapabilities } from '../servers/connections';
import { ClientSession } from './client-session';
import type { GatewayDeps, TokenFacts } from './deps';

const sessionsMax = 10_000;
const sessionsPerTokenMax = 100;
const idleMsMax = 30 * 60_000;
const sweepEveryMs = 60_000;
const idAgeMsMax = 7 * 24 * 3_600_000;
const idLengthMax = 2_048;
const endedMax = 10_000;
const sealContext = 'client-session';

/** What an id says about its session, sealed. */
interface Facts {
  /** Where it began. */
  instance: string;
  tokenId: string;
  workspaceId: string;
  version: string;
  capabilities: ClientCapabilities;
  client: string | null;
  createdAtMs: number;
}

/**
 * The sessions of 2025-era clients. Most clients never say goodbye, so what is kept of each goes by itself after half an hour without
 * a request or an open stream, and the longest unused makes room for a new one. The id holds, sealed, what the session began with: it is made
 * anew after that, after a restart and on another instance, because clients fail for good when their session is gone. An id is worth
 * nothing without the token and the workspace that it was given to, and nothing after its client has ended it.
 */
export class ClientSessions {
  readonly #sessions = new Map<string, ClientSession>();
  /** Each token's own; in both, the first is the longest unused. */
  readonly #ofToken = new Map<string, Set<ClientSession>>();
  /** Ids that their clients have ended, the oldest first. */
  readonly #ended = new Set<string>();
  #sweep: NodeJS.Timeout | null = null;

  constructor(private readonly deps: Pick<GatewayDeps, 'sealer' | 'instances' | 'monotonicMs' | 'nowMs'>) {}

  get size(): number {
    return this.#sessions.size;
  }

  get openStreams(): number {
    return this.#sum((session) => session.openStreams);
  }

  get openAsks(): number {
    return this.#sum((session) => session.openAsks);
  }

  create(token: TokenFacts, version: string, capabilities: ClientCapabilities, client: string | null): ClientSession {
    const createdAtMs = this.deps.nowMs();
    const facts: Facts = {
      instance: this.deps.instances.id,
      tokenId: token.id,
      workspaceId: token.workspaceId,
      version,
      capabilities,
      client,
      createdAtMs,
    };
    return this.#begin(this.deps.sealer.seal(JSON.stringify(facts), sealContext), facts, token);
  }

  /** Null for an id that is unknown, ended, or somebody else's: nobody learns which. */
  find(id: string, token: TokenFacts): ClientSession | null {
    const session = this.#kept(id, token) ?? this.#revive(id, token);
    if (session === null) return null;
    session.usedAtMs = this.deps.monotonicMs();
    this.#forget(session);
    this.#add(session);
    return session;
  }

  /** Its client wants it no more: the id is worth nothing from now on. */
  close(session: ClientSession): void {
    this.end(session);
    this.#ended.add(session.id);
    const [oldest] = this.#ended;
    if (this.#ended.size > endedMax && oldest !== undefined) this.#ended.delete(oldest);
  }

  /** What is kept of it goes. */
  end(session: ClientSession): void {
    this.#forget(session);
    session.end();
    if (this.#sessions.size > 0 || this.#sweep === null) return;
    clearInterval(this.#sweep);
    this.#sweep = null;
  }

  endOf(tokenId: string): void {
    for (const session of [...(this.#ofToken.get(tokenId) ?? [])]) this.end(session);
  }

  endAll(): void {
    for (const session of [...this.#sessions.values()]) this.end(session);
  }

  /** The instance where a session began that is not kept here; null for one that is, and for what is none. */
  beganAt(id: string): string | null {
    return this.#sessions.has(id) ? null : (this.#read(id)?.instance ?? null);
  }

  /** What is kept for this token. Of one that may see something else by now nothing is: its session begins anew. */
  #kept(id: string, token: TokenFacts): ClientSession | null {
    const session = this.#sessions.get(id) ?? null;
    if (session === null || !isOf(token, session)) return null;
    if (session.accessRevision === token.accessRevision) return session;
    this.end(session);
    return null;
  }

  #revive(id: string, token: TokenFacts): ClientSession | null {
    const facts = this.#sessions.has(id) ? null : this.#read(id);
    return facts === null || !isOf(token, facts) ? null : this.#begin(id, facts, token);
  }

  #read(id: string): Facts | null {
    if (id.length > idLengthMax || this.#ended.has(id)) return null;
    try {
      const facts = JSON.parse(this.deps.sealer.open(id, sealContext)) as Facts;
      return facts.createdAtMs + idAgeMsMax > this.deps.nowMs() ? facts : null;
    } catch {
      return null; // Nothing that was ever given here.
    }
  }

  #begin(
    id: string,
    { tokenId, workspaceId, version, capabilities, client }: Facts,
    { accessRevision }: TokenFacts,
  ): ClientSession {
    this.#makeRoom(tokenId);
    const nowMs = this.deps.monotonicMs();
    const of = [tokenId, workspaceId, accessRevision] as const;
    const session = new ClientSession(id, ...of, version, capabilities, client, nowMs);
    this.#add(session);
    this.#sweep ??= setInterval(() => this.#endIdle(), sweepEveryMs).unref();
    return session;
  }

  #makeRoom(tokenId: string): void {
    const own = this.#ofToken.get(tokenId) ?? new Set();
    if (own.size < sessionsPerTokenMax && this.#sessions.size < sessionsMax) return;
    const rivals = own.size >= sessionsPerTokenMax ? [...own] : [...this.#sessions.values()];
    // Of those whose client is away, if there is one.
    const unused = rivals.find((session) => !session.isInUse) ?? rivals[0];
    if (unused !== undefined) this.end(unused);
  }

  #add(session: ClientSession): void {
    this.#sessions.set(session.id, session);
    const own = this.#ofToken.get(session.tokenId);
    if (own === undefined) this.#ofToken.set(session.tokenId, new Set([session]));
    else own.add(session);
  }

  #forget({ id, tokenId }: ClientSession): void {
    const session = this.#sessions.get(id);
    const own = this.#ofToken.get(tokenId);
    if (session === undefined || own === undefined) return;
    this.#sessions.delete(id);
    own.delete(session);
    if (own.size === 0) this.#ofToken.delete(tokenId);
  }

  #endIdle(): void {
    const nowMs = this.deps.monotonicMs();
    for (const session of [...this.#sessions.values()]) {
      if (session.isInUse) session.usedAtMs = nowMs;
      else if (session.usedAtMs < nowMs - idleMsMax) this.end(session);
    }
  }

  #sum(count: (session: ClientSession) => number): number {
    let sum = 0;
    for (const session of this.#sessions.values()) sum += count(session);
    return sum;
  }
}

const isOf = (token: TokenFacts, { tokenId, workspaceId }: Pick<Facts, 'tokenId' | 'workspaceId'>) =>
  tokenId === token.id && workspaceId === token.workspaceId;
