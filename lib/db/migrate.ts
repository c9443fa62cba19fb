import type { DatabaseTarget } from '../env';
import { type Migration, migrationsFolder, readMigrations, readModels } from './migration-folder';
import { type MigrationSession, openMigrationSession } from './migration-session';
import { openFailure } from './open-failure';

/**
 * Brings the database up to date and returns the names of the migrations that it applied, in order. Safe when several instances start at
 * once: one migrates, the others wait for it. Costs one query when nothing is to do.
 * @throws Error with one sentence for the operator.
 */
export async function migrate(
  target: DatabaseTarget,
  migrations: Migration[] = readMigrations(target.provider),
): Promise<string[]> {
  const session = await openMigrationSession(target).catch((error: unknown) => {
    throw openFailure(target, error);
  });
  try {
    if (isUpToDate(migrations, await readApplied(target, session))) return [];
    await session.lock().catch((error: unknown) => {
      throw openFailure(target, error);
    });
    // Another instance may have migrated while this one waited for the lock.
    if (isUpToDate(migrations, await readApplied(target, session))) return [];
    return await apply(target, session, migrations);
  } finally {
    await session.close();
  }
}

/** @throws when the database holds a migration that is not in the folder. */
function isUpToDate(migrations: Migration[], applied: Set<string>): boolean {
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...applied].filter((name) => !known.has(name)).sort();
  if (unknown.length > 0) {
    throw new Error(
      `The database was written by a newer version of Aerostack (migration ${unknown.at(-1)}); start that version or restore a backup.`,
    );
  }
  return applied.size === known.size;
}

/** The names of the finished migrations; none for a new database. */
async function readApplied(target: DatabaseTarget, session: MigrationSession): Promise<Set<string>> {
  const sql = 'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL';
  try {
    const { rows } = await session.adapter.queryRaw({ sql, args: [], argTypes: [] });
    return new Set(rows.map((row) => String(row[0])));
  } catch (error) {
    if (isMissingTable(error)) return new Set();
    throw openFailure(target, error);
  }
}

const isMissingTable = (error: unknown) =>
  error instanceof Error && (error.cause as { kind?: string } | undefined)?.kind === 'TableDoesNotExist';

async function apply(target: DatabaseTarget, session: MigrationSession, migrations: Migration[]): Promise<string[]> {
  // Loaded only here: most starts have nothing to apply.
  const { noFilter, startSchemaEngine } = await import('./schema-engine');
  await forgetUnfinished(session);
  const { adapter } = session;
  const connect = async () => adapter;
  const factory = { provider: adapter.provider, adapterName: adapter.adapterName, connect, connectToShadowDb: connect };
  const engine = await startSchemaEngine(readModels(target.provider), factory);
  try {
    const migrationsList = {
      baseDir: migrationsFolder(target.provider),
      lockfile: { path: 'migration_lock.toml', content: lockfile(target.provider) },
      shadowDbInitScript: '',
      migrationDirectories: migrations.map(({ name, script }) => ({
        path: name,
        migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: script } },
      })),
    };
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilter });
    return appliedMigrationNames;
  } catch (error) {
    throw applyFailure(error);
  } finally {
    engine.free();
  }
}

export const lockfile = (provider: DatabaseTarget['provider']) =>
  `provider = "${provider === 'sqlite' ? 'sqlite' : 'postgresql'}"\n`;

/** A migration that was interrupted left a row and nothing else (see `migration-session.ts`), so it simply runs again. */
async function forgetUnfinished({ adapter }: MigrationSession): Promise<void> {
  const sql = 'DELETE FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL';
  await adapter.executeRaw({ sql, args: [], argTypes: [] }).catch((error: unknown) => {
    if (!isMissingTable(error)) throw error;
  });
}

function applyFailure(error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'P3005')
    return new Error('The database holds tables of another program: give Aerostack a database of its own.', {
      cause: error,
    });
  const name = /migration_name="([^"]+)"/.exec(message)?.[1] ?? 'unknown';
  const reason = (message.split('\n', 1)[0] ?? '').trim();
  return new Error(
    `Migration ${name} could not be applied (${reason}); the database is as it was before, so the version that ran until now still works with it.`,
    { cause: error },
  );
}
