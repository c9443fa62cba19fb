import { mkdirSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = 'node_modules/.cache/aerostack';
const outfile = `${folder}/bench-product.mjs`;

/** What writes usage in the product, out of its own TypeScript: it is bundled because Node cannot run it as it stands. */
export async function productCode() {
  mkdirSync(folder, { recursive: true });
  const contents = `
    export { firstIdAt } from './lib/ids';
    export { toCallRow } from './lib/usage/usage-batch';
    export { openUsageSink } from './lib/usage/usage-writer';`;
  const stdin = { contents, resolveDir: process.cwd(), loader: 'ts' };
  await build({ stdin, outfile, bundle: true, platform: 'node', format: 'esm', packages: 'external' });
  const code = await import(pathToFileURL(outfile).href);
  rmSync(outfile);
  return code;
}

export const silent = { debug() {}, info() {}, warn() {}, error() {} };
