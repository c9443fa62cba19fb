import { existsSync } from 'node:fs';
import Database from 'libsql';
import { CliError } from '../cli/cli-error';
import { readMigrations } from '../db/migration-folder';
import { openFailure } from '../db/open-failure';
import { isSqliteBusy } from '../db/sqlite-connection';
import { columnKinds, type Row } from './column-kinds';
import { quote, type Table } from './tables';

/** The SQLite file, which nobody else can open while it is held. */
export interface Source {
  /** In the order of the keys' bytes, one by one. @throws CliError naming the row whose value is not of its column's type. */
  rows(table: Table): Iterable<Row>;
  /** A value of `settings`, or null. */
  setting(key: string): string | null;
  close(): void;
}

const busyMs = 500;

/**
 * Opens the file so that it cannot change, and changes nothing in it: an exclusive lock is refused while any other process, even an
 * idle server, has it open, and keeps a server from starting on it.
 * @throws CliError when it is not there, in use, or not of this version.
 */
export function openSource(file: string): Source {
  if (!existsSync(file))
    throw new CliError('failure', `There is no database ${file}: name the SQLite file with --from file:….`);
  const connection = hold(file);
  refuseOtherVersion(connection, file);
  return {
    *rows(table) {
      const columns = table.columns.map(({ name }) => quote(name)).join(', ');
      const order = table.key.map(quote).join(', ');
      const statement = connection.prepare(`SELECT ${columns} FROM ${quote(table.name)} ORDER BY ${order}`);
      for (const values of statement.raw(true).safeIntegers(true).iterate()) yield toRow(table, values as unknown[]);
    },
    setting: (key) => {
      const row = connection.prepare('SELECT value FROM settings WHERE key = ?').get(key) as
        | { value: string }
        | undefined;
      return row?.value ?? null;
    },
    close: () => {
      connection.exec('ROLLBACK');
      connection.close();
    },
  };
}

function hold(file: string): Database.Database {
  try {
    const connection = new Database(file, { timeout: busyMs });
    connection.pragma(`busy_timeout = ${busyMs}`);
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN EXCLUSIVE');
    return connection;
  } catch (error) {
    const cause = { cause: error };
    if (isSqliteBusy(error))
      throw new CliError(
        'failure',
        `Aerostack still has ${file} open: stop it first, so that nothing is left behind.`,
        cause,
      );
    throw new CliError('failure', openFailure({ provider: 'sqlite', file }, error).message, cause);
  }
}

function refuseOtherVersion(connection: Database.Database, file: string): void {
  const sql = 'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL';
  const applied = new Set<string>();
  try {
    for (const [name] of connection.prepare(sql).raw(true).iterate() as Iterable<[string]>) applied.add(name);
  } catch (error) {
    throw new CliError('failure', `${file} is not a database of Aerostack.`, { cause: error });
  }
  const known = readMigrations('sqlite').map(({ name }) => name);
  if (applied.size === known.length && known.every((name) => applied.has(name))) return;
  throw new CliError(
    'failure',
    `${file} was written by another version of Aerostack: start this version on it once, stop it, and try again.`,
  );
}

function toRow({ name, columns, key }: Table, values: unknown[]): Row {
  return columns.map((column, i) => {
    const value = values[i];
    if (value === null) return null;
    try {
      return columnKinds[column.kind]?.fromSqlite(value) ?? null;
    } catch (error) {
      const where = key.map((part) => String(values[columns.findIndex((one) => one.name === part)])).join(', ');
      throw new CliError('failure', `${name}.${column.name} of the row ${where} does not hold what it should.`, {
        cause: error,
      });
    }
  });
}
