import type { DatabaseTarget } from '../env';
import { readModels } from './migration-folder';
import { openMigrationSession } from './migration-session';
import { noFilter, startSchemaEngine } from './schema-engine';

/** The SQL that turns the database into what the models say, or null when it is that already. For tests and for `scripts/new-migration.mjs`. */
export async function diffModels(target: DatabaseTarget): Promise<string | null> {
  const { adapter, close } = await openMigrationSession(target);
  const connect = async () => adapter;
  const schema = readModels(target.provider);
  const files = [{ path: 'schema.prisma', content: schema }];
  try {
    const engine = await startSchemaEngine(schema, {
      provider: adapter.provider,
      adapterName: adapter.adapterName,
      connect,
      connectToShadowDb: connect,
    });
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: process.cwd() },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: true,
      filters: noFilter,
    });
    engine.free();
    return exitCode === 0 ? null : stdout;
  } finally {
    await close();
  }
}
