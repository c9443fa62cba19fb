// Writes the next migration of both databases from the change in prisma/models.prisma:   node scripts/new-migration.mjs add_scopes
// PostgreSQL's needs a server: one with trust authentication on 127.0.0.1:5432, or MIGRATION_POSTGRES_URL (a role that may create databases).
import { mkdirSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9_]*$/.test(name)) {
  process.stderr.write('Usage: node scripts/new-migration.mjs name_in_snake_case\n');
  process.exit(2);
}

// The product's own TypeScript does the work; it is bundled because Node cannot run it as it stands.
const bundle = 'node_modules/.cache/aerostack/new-migration.mjs';
mkdirSync('node_modules/.cache/aerostack', { recursive: true });
await build({
  entryPoints: ['lib/db/write-migration.ts'],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
});
const { writeMigration } = await import(pathToFileURL(bundle).href);
rmSync(bundle);

const url = process.env.MIGRATION_POSTGRES_URL ?? 'postgres://postgres@127.0.0.1:5432/test';
for (const provider of ['sqlite', 'postgres']) {
  const file = await writeMigration(provider, name, new Date(), url);
  process.stdout.write(file === null ? `${provider}: nothing has changed\n` : `${provider}: wrote ${file}\n`);
}
