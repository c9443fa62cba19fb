import type { DatabaseTarget } from '../env';
import type { TokenFacts } from '../gateway/deps';

/**
 * Reads a token and its workspace for every request, past Prisma. It never caches: what was committed before `find` was called is what
 * it answers, and a look-up that requests share begins after the last of them has asked. `null` means that there is no such token; a
 * database that does not answer rejects.
 */
export interface TokenReader {
  /** `hash` is the SHA-256 of the token, in hex. */
  find(hash: string): Promise<TokenFacts | null>;
  close(): Promise<void>;
}

/** Opens connections of its own to the migrated database. */
export async function openTokenReader(target: DatabaseTarget): Promise<TokenReader> {
  if (target.provider === 'sqlite') {
    const { openSqliteTokenReader } = await import('./sqlite-token-reader');
    return openSqliteTokenReader(target.file);
  }
  const { openPostgresTokenReader } = await import('./postgres-token-reader');
  return openPostgresTokenReader(target.url);
}
