import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import Database from 'libsql';
import type { DatabaseTarget } from '../env';
import { createFile, isSqliteBusy } from './sqlite-connection';

/** One connection for migrations, and the lock that lets one instance at a time migrate. Scripts run whole or not at all. */
export interface MigrationSession {
  adapter: SqlDriverAdapter;
  /** Waits up to a minute for another instance that migrates the same database. Held until `close`. */
  lock(): Promise<void>;
  close(): Promise<void>;
}

const lockDeadlineMs = 60_000;
/** The number means nothing; it must only differ from other programs' locks on the same database. */
const advisoryLock = 4_722_366;
/** As `toSqliteDate` writes it. */
const sqliteNow = "strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')";

export function openMigrationSession(target: DatabaseTarget): Promise<MigrationSession> {
  return target.provider === 'sqlite' ? openSqliteSession(target.file) : openPostgresSession(target.url);
}

/** The row of a migration is marked finished in the transaction of its script, so an unfinished row always means: nothing was done. */
const markFinished = (script: string, now: string) =>
  script.includes('_prisma_migrations')
    ? script
    : `${script}\n;UPDATE _prisma_migrations SET finished_at = ${now} WHERE finished_at IS NULL AND rolled_back_at IS NULL;`;

async function openSqliteSession(file: string): Promise<MigrationSession> {
  const { SqliteAdapter } = await import('./sqlite-adapter');
  const adapter = await new SqliteAdapter(file).connect();
  const execute = adapter.executeScript.bind(adapter);
  // A table is rebuilt by dropping it, which would delete what refers to it.
  await execute('PRAGMA foreign_keys = OFF');
  adapter.executeScript = async (script) => {
    // The engine's own lock waits for every other connection to be closed, and two instances that migrate would wait for each other.
    if (script.includes('locking_mode')) return;
    await execute(`BEGIN IMMEDIATE;\n${markFinished(script, sqliteNow)}\nCOMMIT;`);
  };
  const release: (() => void)[] = [];
  return {
    adapter,
    lock: async () => {
      release.push(await lockFile(`${file}.migration-lock`));
    },
    close: async () => {
      await adapter.dispose();
      for (const unlock of release) unlock();
    },
  };
}

/** A lock beside the database; the operating system drops it with the process, however that ends. The empty file stays: others may wait on it. */
async function lockFile(path: string): Promise<() => void> {
  createFile(path);
  const connection = new Database(path);
  const deadline = performance.now() + lockDeadlineMs;
  for (;;) {
    try {
      connection.exec('BEGIN EXCLUSIVE');
      return () => {
        connection.exec('ROLLBACK');
        connection.close();
      };
    } catch (error) {
      if (!isSqliteBusy(error) || performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

async function openPostgresSession(url: string): Promise<MigrationSession> {
  const [{ PrismaPg }, { openPostgresMigrationPool }] = await Promise.all([
    import('@prisma/adapter-pg'),
    import('./postgres-migration-pool'),
  ]);
  const { pool, schema } = await openPostgresMigrationPool(url);
  const adapter = await new PrismaPg(pool, { schema }).connect();
  // Several statements in one simple query are one transaction.
  adapter.executeScript = async (script) => {
    await pool.query(markFinished(script, 'now()'));
  };
  return {
    adapter,
    lock: async () => {
      await pool.query(`SET lock_timeout = ${lockDeadlineMs}`);
      await pool.query('SELECT pg_advisory_lock($1)', [advisoryLock]);
      await pool.query('SET lock_timeout = 0');
    },
    close: () => pool.end(),
  };
}
