// What a folder is short of before the product, or what measures it, can run there.
import { build, generate, install } from './make.mjs';
import { isBuildStale, isClientStale, isInstallStale } from './staleness.mjs';
import { step } from './terminal.mjs';

/** Makes what is missing or no longer belongs to the sources, a step at a time. `onceInstalled` comes before a minute of building. */
export async function makeStale(onceInstalled = () => {}) {
  if (isInstallStale()) await step('Installing dependencies', 'Installed dependencies', install);
  await onceInstalled();
  if (isClientStale()) await step('Generating the database client', 'Generated the database client', generate);
  if (isBuildStale()) await step('Building for production', 'Built for production', build);
}
