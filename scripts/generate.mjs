// Generates one Prisma client per database from the one set of models: head + models → lib/db/generated/<provider>/.
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const models = readFileSync('prisma/models.prisma', 'utf8');
for (const provider of ['sqlite', 'postgres']) {
  const folder = `lib/db/generated/${provider}`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/schema.prisma`, `${readFileSync(`prisma/${provider}.prisma`, 'utf8')}\n${models}`);
  const run = spawnSync(
    process.execPath,
    ['node_modules/prisma/build/index.js', 'generate', '--no-hints', '--schema', `${folder}/schema.prisma`],
    { encoding: 'utf8' },
  );
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}${run.stderr}`);
    process.exit(1);
  }
}
