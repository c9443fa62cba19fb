// `npm run test:cluster`: the proofs over several real instances in full length, one after the other, with their figures.
// What is added goes to Playwright: `npm run test:cluster -- cluster-rate` runs one of them; SEED=… walks the same way again.
import { build, generate, install } from './make.mjs';
import { root } from './project.mjs';
import { run } from './run.mjs';
import { isBuildStale, isClientStale, isInstallStale } from './staleness.mjs';
import { fail, step } from './terminal.mjs';

process.chdir(root);
const playwright = ['node_modules/@playwright/test/cli.js', 'test', '--project=cluster', '--workers=1'];
const anHour = '--global-timeout=3600000';
try {
  if (isInstallStale()) await step('Installing dependencies', 'Installed dependencies', install);
  if (isClientStale()) await step('Generating the database client', 'Generated the database client', generate);
  if (isBuildStale()) await step('Building for production', 'Built for production', build);
  const env = { CLUSTER: 'full', AEROSTACK_REQUIRE_SERVICES: '1' };
  await run(process.execPath, [...playwright, anHour, ...process.argv.slice(2)], env, { isShown: true });
} catch (error) {
  fail(error);
}
