// `npm run build`: what `npm start` builds when it is stale, whether it is or not.
import { build, generate, install } from './make.mjs';
import { root } from './project.mjs';
import { isClientStale, isInstallStale } from './staleness.mjs';
import { fail, step } from './terminal.mjs';

process.chdir(root);
try {
  if (isInstallStale()) await step('Installing dependencies', 'Installed dependencies', install);
  if (isClientStale()) await step('Generating the database client', 'Generated the database client', generate);
  await step('Building for production', 'Built for production', build);
} catch (error) {
  fail(error);
}
