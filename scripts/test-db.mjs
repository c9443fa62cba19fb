// `npm run test:db`: the verbs on SQLite and, where it answers, on PostgreSQL.
import { databases } from './checks.mjs';
import { generate } from './make.mjs';
import { root } from './project.mjs';
import { isClientStale } from './staleness.mjs';
import { step } from './terminal.mjs';

process.chdir(root);
if (isClientStale()) await step('Generating the database client', 'Generated the database client', generate);

const { passed, failed, skipped } = await databases({ isShown: true });
process.stdout.write(`\n${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed > 0 ? 1 : 0;
