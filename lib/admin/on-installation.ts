import { existsSync } from 'node:fs';
import type { Ctx } from '../access/ctx';
import { CliError } from '../cli/cli-error';
import { type Db, openDatabase } from '../db/client';
import { readMigrations } from '../db/migration-folder';
import type { Env } from '../env';
import { isAppError } from '../errors';
import { newId } from '../ids';
import { openVault } from '../secrets/vault';
import { readSettings } from './places';
import type { Surroundings } from './run';

/** What a verb gets that is called on the server itself: the product acts, for whoever may read its secret. */
export type OperatorCtx = Pick<Ctx, 'db' | 'env' | 'now' | 'requestId' | 'sender' | 'vault'> & {
  actor: { kind: 'system' };
};

/**
 * Does something on this installation's database, beside a server that may be running.
 * @throws CliError in one sentence
 */
export async function onInstallation<T>(
  { env: source }: Pick<Surroundings, 'env'>,
  work: (ctx: OperatorCtx) => Promise<T>,
): Promise<T> {
  const env = readSettings(source);
  const { database } = env;
  if (database.provider === 'sqlite' && !existsSync(database.file))
    throw new CliError('failure', `There is no database ${database.file}: check AEROSTACK_DATA_DIR and DATABASE_URL.`);
  const opened = await openDatabase(database).catch(failed);
  try {
    await refuseOtherVersion(opened.db, env);
    const vault = await openVault(env, opened.db).catch(failed);
    const sender = { address: null, userAgent: 'aerostack-admin' };
    const ctx = { db: opened.db, env, vault, now: new Date(), requestId: newId(), sender };
    return await work({ ...ctx, actor: { kind: 'system' } });
  } catch (error) {
    throw isAppError(error) ? new CliError('failure', error.message, { cause: error }) : error;
  } finally {
    await opened.close();
  }
}

function failed(error: Error): never {
  throw new CliError('failure', error.message, { cause: error });
}

async function refuseOtherVersion(db: Db, { database }: Env): Promise<void> {
  const applied = await db.$queryRaw<{ name: string }[]>`
    SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`.catch(
    () => [],
  );
  const names = new Set(applied.map(({ name }) => name));
  const known = readMigrations(database.provider);
  if (names.size === known.length && known.every(({ name }) => names.has(name))) return;
  throw new CliError('failure', 'This database is of another version of Aerostack: start this version on it once.');
}
