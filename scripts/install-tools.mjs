// Installs what only the end-to-end tests run: each folder of e2e/tools is a package of its own, so that nothing of it gets into the product.
// By hand: node scripts/install-tools.mjs [folder…]
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { install } from './make.mjs';
import { root } from './project.mjs';
import { isInstallStale } from './staleness.mjs';
import { fail, step } from './terminal.mjs';

const tools = 'e2e/tools';

/** The names of the folders that hold tools. */
export const toolFolders = () =>
  existsSync(tools) ? readdirSync(tools).filter((name) => existsSync(join(tools, name, 'package.json'))) : [];

/** Installs what the folder's lock file names, unless it is there already. */
export async function installTools(name) {
  const folder = join(tools, name);
  if (isInstallStale(folder)) await install(folder);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.chdir(root);
  const names = process.argv.length > 2 ? process.argv.slice(2) : toolFolders();
  try {
    for (const name of names) await step(`Installing ${name}`, `Installed ${name}`, () => installTools(name));
  } catch (error) {
    fail(error);
  }
}
