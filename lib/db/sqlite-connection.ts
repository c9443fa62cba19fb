import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';

export type SqliteConnection = Database.Database;

/**
 * Opens one connection of libSQL's synchronous API. A writer creates the file (0600) and its folder (0700) where they are missing.
 * Every wait for a lock is the connection's own: `busyMs` 0 means that a locked database fails at once.
 */
export function openSqliteConnection(
  file: string,
  options: { access: 'read' | 'write'; busyMs: number },
): SqliteConnection {
  if (options.access === 'write') createFile(file);
  const path = options.access === 'read' ? `${pathToFileURL(file).href}?mode=ro` : file;
  // While the journal mode is read or changed another process may hold the lock for a moment.
  const connection = new Database(path, { timeout: 5000 });
  if (options.access === 'write') {
    connection.pragma('journal_mode = WAL');
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    // A burst may grow the log; the next checkpoint gives the disk back.
    connection.pragma('journal_size_limit = 67108864');
  }
  connection.pragma(`busy_timeout = ${options.busyMs}`);
  return connection;
}

/** Makes the file (0600) and its folder (0700). The log and shared-memory files that SQLite puts beside it take over its mode. */
export function createFile(file: string): void {
  if (existsSync(file)) return;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, 'a', 0o600));
}

/** True when another connection held the lock and nothing of the statement was done. */
export const isSqliteBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');
