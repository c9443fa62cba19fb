import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { DatabaseTarget } from '../env';
import { diffModels } from './diff-models';
import { lockfile, migrate } from './migrate';
import { migrationsFolder } from './migration-folder';

/**
 * Writes the migration that leads from the existing ones to the models, and returns its path; null when there is nothing to write.
 * It works on a database of its own that has the existing migrations: a temporary file, or one created on the server of `postgresUrl`.
 */
export async function writeMigration(
  provider: DatabaseTarget['provider'],
  name: string,
  now: Date,
  postgresUrl: string,
): Promise<string | null> {
  const folder = migrationsFolder(provider);
  mkdirSync(folder, { recursive: true });
  const script = await (provider === 'sqlite'
    ? onSqlite(diffAfterMigrations)
    : onPostgres(postgresUrl, diffAfterMigrations));
  if (script === null) return null;
  if (!existsSync(join(folder, 'migration_lock.toml')))
    writeFileSync(join(folder, 'migration_lock.toml'), lockfile(provider));
  const timestamp = now.toISOString().replace(/\D/g, '').slice(0, 14);
  const path = join(folder, `${timestamp}_${name}`);
  mkdirSync(path);
  writeFileSync(join(path, 'migration.sql'), script.replace(createSchema, ''));
  return join(path, 'migration.sql');
}

/** The schema is the operator's: a role may lack the right to create one even where it exists. */
const createSchema = /^-- CreateSchema\n.*;\n+/;

async function diffAfterMigrations(target: DatabaseTarget): Promise<string | null> {
  await migrate(target);
  return diffModels(target);
}

async function onSqlite<T>(work: (target: DatabaseTarget) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'aerostack-migration-'));
  try {
    return await work({ provider: 'sqlite', file: join(folder, 'migration.db') });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function onPostgres<T>(url: string, work: (target: DatabaseTarget) => Promise<T>): Promise<T> {
  const name = `aerostack_migration_${process.pid}`;
  const admin = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  await admin.connect();
  try {
    await admin.query(`CREATE DATABASE ${name}`);
    const own = new URL(url);
    own.pathname = `/${name}`;
    return await work({ provider: 'postgres', url: own.href });
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name}`);
    await admin.end();
  }
}
