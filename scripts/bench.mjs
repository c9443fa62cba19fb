// `npm run bench`: makes what is stale, then measures; what is added goes to e2e/bench/run.mjs, which tells what it takes.
import { makeStale } from './make-stale.mjs';
import { root } from './project.mjs';
import { run } from './run.mjs';
import { fail } from './terminal.mjs';

process.chdir(root);
try {
  await makeStale();
  await run(process.execPath, ['e2e/bench/run.mjs', ...process.argv.slice(2)], {}, { isShown: true });
} catch (error) {
  fail(error);
}
