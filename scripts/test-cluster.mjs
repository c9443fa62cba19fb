// `npm run test:cluster`: the proofs over several real instances in full length, one after the other, with their figures.
// What is added goes to Playwright: `npm run test:cluster -- cluster-rate` runs one of them; SEED=… walks the same way again.
import { makeStale } from './make-stale.mjs';
import { root } from './project.mjs';
import { run } from './run.mjs';
import { fail } from './terminal.mjs';

process.chdir(root);
const playwright = ['node_modules/@playwright/test/cli.js', 'test', '--project=cluster', '--workers=1'];
const anHour = '--global-timeout=3600000';
try {
  await makeStale();
  const env = { CLUSTER: 'full', AEROSTACK_REQUIRE_SERVICES: '1' };
  await run(process.execPath, [...playwright, anHour, ...process.argv.slice(2)], env, { isShown: true });
} catch (error) {
  fail(error);
}
