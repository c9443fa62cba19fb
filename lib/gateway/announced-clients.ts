import type { TokenFacts } from './deps';

/** Longer than the token's row takes to say so. */
const keptMs = 10_000;
const keptMax = 10_000;

/**
 * What clients without a session call themselves. They say it in their handshake only, which the row of their token tells from a second
 * after it; until then it is here. Two clients that share a token are told apart by when they began.
 */
export class AnnouncedClients {
  readonly #byToken = new Map<string, { client: string; atMs: number }>();

  /** @param nowMs monotonic */
  note(tokenId: string, client: string, nowMs: number): void {
    this.#byToken.delete(tokenId);
    this.#byToken.set(tokenId, { client, atMs: nowMs });
    for (const [oldest, { atMs }] of this.#byToken) {
      if (this.#byToken.size <= keptMax && nowMs - atMs <= keptMs) break;
      this.#byToken.delete(oldest);
    }
  }

  /** Null where no client has announced itself with this token. */
  of(token: TokenFacts, nowMs: number): string | null {
    const noted = this.#byToken.get(token.id);
    return noted !== undefined && nowMs - noted.atMs <= keptMs ? noted.client : token.lastClient;
  }
}
