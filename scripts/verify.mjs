// `npm run verify`: lint, types and units in seconds; what to run before every commit.
import { lint, types, units } from './checks.mjs';
import { generate } from './make.mjs';
import { root } from './project.mjs';
import { isClientStale } from './staleness.mjs';
import { bold, dim, green, red, seconds, step } from './terminal.mjs';

process.chdir(root);
if (isClientStale()) await step('Generating the database client', 'Generated the database client', generate);

const results = await Promise.all(Object.entries({ lint, types, units }).map(timed));
for (const { name, failed, output } of results.filter((result) => result.failed > 0)) {
  process.stdout.write(`\n${bold(`${name}: ${failed} failed`)}\n${output}\n`);
}
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;

async function timed([name, check]) {
  const startedAt = performance.now();
  const result = await check();
  const mark = result.failed === 0 ? green('✓') : red('✗');
  const count = name === 'units' ? `${result.passed} passed, ${result.failed} failed` : '';
  process.stdout.write(`${mark} ${name.padEnd(6)} ${dim(seconds(startedAt).padStart(7))}  ${count}\n`);
  return { name, ...result };
}
