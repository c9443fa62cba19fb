import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine, SchemaFilter } from '@prisma/schema-engine-wasm';

type Engine = typeof import('@prisma/schema-engine-wasm') & { __wbg_set_wasm(exports: WebAssembly.Exports): void };

export const noFilter: SchemaFilter = { externalTables: [], externalEnums: [] };

let loaded: Promise<Engine> | undefined;

/** Prisma's schema engine, in WebAssembly, on a driver adapter. `schema` is the text of the models. The caller frees it. */
export async function startSchemaEngine(
  schema: string,
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<SchemaEngine> {
  loaded ??= load();
  const [engine, { bindMigrationAwareSqlAdapterFactory }] = await Promise.all([
    loaded,
    import('@prisma/driver-adapter-utils'),
  ]);
  const options = { datamodels: [['schema.prisma', schema]] as [string, string][] };
  return engine.SchemaEngine.new(options, () => undefined, bindMigrationAwareSqlAdapterFactory(factory));
}

/** The package's own entry needs a bundler to load its `.wasm`, so this does by hand what that entry would do. */
async function load(): Promise<Engine> {
  const resolve = createRequire(join(process.cwd(), 'package.json')).resolve;
  const glue = resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const engine: Engine = await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ pathToFileURL(glue).href);
  const binary = await readFile(join(dirname(glue), 'schema_engine_bg.wasm'));
  const imports = { './schema_engine_bg.js': withoutWaiting(engine) } as unknown as WebAssembly.Imports;
  const { instance } = await WebAssembly.instantiate(binary, imports);
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  return engine;
}

/** The engine leaves a timer of 10 seconds behind, which would keep a finished script alive for that long. */
function withoutWaiting(engine: Engine): Record<string, unknown> {
  const unreferenced = (work: () => void, ms: number) => setTimeout(work, ms).unref();
  return Object.fromEntries(
    Object.entries(engine).map(([name, value]) => [name, name.startsWith('__wbg_setTimeout_') ? unreferenced : value]),
  );
}
