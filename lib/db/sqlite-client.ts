import { setTimeout as sleep } from 'node:timers/promises';
import type { PrismaLibSql } from '@prisma/adapter-libsql';
import type Database from 'libsql';
import { isSqliteBusy, openSqliteConnection, type SqliteConnection } from './sqlite-connection';

/** What Prisma's libSQL adapter calls for a connection. */
export type AdapterClient = ReturnType<PrismaLibSql['createClient']>;

/** Shorter than Prisma's own wait for a transaction, so that the answer is always "busy" and never "perhaps". */
const busyDeadlineMs = 4000;
const statementsKept = 256;

type Value = null | string | number | bigint | Buffer;
type Query = { sql: string; args: readonly unknown[] };

interface Prepared {
  statement: Database.Statement<[Value[]]>;
  columns: string[];
  columnTypes: string[];
}

/**
 * The connection below Prisma's adapter, in place of `@libsql/client`'s. That one opens a new connection after each transaction (its
 * PRAGMAs are lost), begins transactions that can fail half-way on their first write, and blocks the event loop while it waits for a lock.
 * This one keeps one connection, takes the write lock when a transaction begins, and waits for locks asynchronously.
 * The adapter never lets two statements, or a statement and a transaction, overlap.
 */
export function createSqliteClient(file: string): AdapterClient {
  const connection = openSqliteConnection(file, { access: 'write', busyMs: 0 });
  // Folding the log into the file takes milliseconds: the usage thread does it as a rule, this thread only when the log has grown long.
  connection.pragma('wal_autocheckpoint = 4000');
  const prepared = new Map<string, Prepared>();
  const execute = (query: Query) => patiently(() => run(connection, prepared, query));
  const client = {
    execute,
    async executeMultiple(script: string) {
      prepared.clear();
      try {
        await patiently(() => connection.exec(script));
      } finally {
        // A script may open its own transaction and fail inside.
        rollBack(connection);
      }
    },
    async transaction() {
      await patiently(() => connection.exec('BEGIN IMMEDIATE'));
      return {
        execute,
        async commit() {
          try {
            connection.exec('COMMIT');
          } finally {
            rollBack(connection);
          }
        },
        async rollback() {
          rollBack(connection);
        },
      };
    },
    close() {
      if (!connection.open) return;
      prepared.clear();
      rollBack(connection);
      // Leaves one complete file behind for those who copy it; readers in other processes may prevent that, which does no harm.
      connection.pragma('wal_checkpoint(TRUNCATE)');
      connection.close();
    },
  };
  return client as unknown as AdapterClient;
}

function rollBack(connection: SqliteConnection): void {
  if (connection.inTransaction) connection.exec('ROLLBACK');
}

/** Runs `work` until it meets no lock. A statement that found the database locked has done nothing, so it can run again. */
async function patiently<T>(work: () => T): Promise<T> {
  const deadline = performance.now() + busyDeadlineMs;
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 20)) {
    try {
      return work();
    } catch (error) {
      if (!isSqliteBusy(error) || performance.now() > deadline) throw error;
      await sleep(waitMs);
    }
  }
}

function run(connection: SqliteConnection, prepared: Map<string, Prepared>, query: Query) {
  const { statement, columns, columnTypes } = prepare(connection, prepared, query.sql);
  const args = query.args.map(toValue);
  if (columns.length === 0) return { columns, columnTypes, rows: [], rowsAffected: statement.run(args).changes };
  const rows = statement.all(args).map((row) => (row as unknown[]).map(fromValue));
  return { columns, columnTypes, rows, rowsAffected: 0 };
}

/** Prisma writes the same few statements again and again: the least recently used one makes room. */
function prepare(connection: SqliteConnection, prepared: Map<string, Prepared>, sql: string): Prepared {
  const known = prepared.get(sql);
  prepared.delete(sql);
  const entry = known ?? prepareAnew(connection, sql);
  prepared.set(sql, entry);
  if (prepared.size > statementsKept) prepared.delete(prepared.keys().next().value ?? '');
  return entry;
}

function prepareAnew(connection: SqliteConnection, sql: string): Prepared {
  const statement = connection.prepare<[Value[]]>(sql);
  const columns = statement.columns();
  if (columns.length > 0) statement.raw(true).safeIntegers(true);
  return {
    statement,
    columns: columns.map((column) => column.name),
    columnTypes: columns.map((column) => column.type ?? ''),
  };
}

function toValue(value: unknown): Value {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return value as Value;
}

/** As `@libsql/client` hands them over: integers as numbers, blobs as `ArrayBuffer`. */
function fromValue(value: unknown): unknown {
  if (typeof value === 'bigint') {
    if (!Number.isSafeInteger(Number(value))) throw new RangeError('The database holds an integer beyond 2^53.');
    return Number(value);
  }
  return Buffer.isBuffer(value) ? Uint8Array.from(value).buffer : value;
}
