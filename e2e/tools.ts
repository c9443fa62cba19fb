import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folderOf = (name: string) => fileURLToPath(new URL(`./tools/${name}/node_modules/`, import.meta.url));

/** Where a file of a test tool is. `scripts/test.mjs` installs them. @throws when it is not there, saying what to run. */
export function toolPath(folder: string, path: string): string {
  const found = `${folderOf(folder)}${path}`;
  if (!existsSync(found)) throw new Error(`${found} is missing: run node scripts/install-tools.mjs ${folder}`);
  return found;
}

/** A Node for tools that want 22.19 or newer: this one where it is new enough, else the installed one. */
export function node24(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 19)) return process.execPath;
  return toolPath('node', `node-${process.platform}-${process.arch}/bin/node`);
}
