import { existsSync } from 'node:fs';
import { CliError } from '../cli/cli-error';
import { type OpenDatabase, openDatabase } from '../db/client';
import { readMigrations } from '../db/migration-folder';
import { type Env, readEnv } from '../env';
import { openVault, type Vault } from '../secrets/vault';
import type { Surroundings } from './run';

/** The installation that this folder's settings name. A server may run on it meanwhile. */
export interface Installation {
  env: Env;
  db: OpenDatabase['db'];
  vault: Vault;
  close(): Promise<void>;
}

/**
 * Opens the database and the secret as the server does, but makes neither.
 * @throws CliError in one sentence, also when another version wrote the database.
 */
export async function openInstallation({ env: source }: Pick<Surroundings, 'env'>): Promise<Installation> {
  let close: OpenDatabase['close'] | undefined;
  try {
    const env = readEnv(source);
    refuseNothing(env.database);
    const opened = await openDatabase(env.database);
    close = opened.close;
    await refuseOtherVersion(opened);
    return { env, db: opened.db, vault: await openVault(env, opened.db), close };
  } catch (error) {
    await close?.();
    if (error instanceof CliError) throw error;
    throw new CliError('failure', error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Opened, it would be there from now on. */
function refuseNothing(database: Env['database']): void {
  if (database.provider !== 'sqlite' || existsSync(database.file)) return;
  throw new CliError(
    'failure',
    `There is no database at ${database.file}. Set what the server has: AEROSTACK_DATA_DIR to its folder, or DATABASE_URL to its PostgreSQL.`,
  );
}

async function refuseOtherVersion({ db, provider }: OpenDatabase): Promise<void> {
  const applied = await db.$queryRaw<{ migration_name: string }[]>`
    SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`.catch(
    () => [],
  );
  const names = new Set(applied.map((row) => row.migration_name));
  const known = readMigrations(provider).map(({ name }) => name);
  if (names.size === known.length && known.every((name) => names.has(name))) return;
  throw new CliError(
    'failure',
    'This database is empty, or another version of Aerostack wrote it: start this version on it once, and try again.',
  );
}
