// `npm run conformance`: the MCP conformance suite through the gateway, beside the same suite without it; prints what differs.
// --door server|next  --revision R (again for more)  --variant dual|modern|legacy  --scenario NAME  --log (the product's)  --output (the suite's)
// --quick bundles our server alone, in seconds, and leaves Next's pages as they were built last.
import { existsSync, rmSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { build as esbuild } from 'esbuild';
import { installTools } from './install-tools.mjs';
import { build, bundle as bundleServer, generate } from './make.mjs';
import { root } from './project.mjs';
import { buildStamp, isBuildStale, isClientStale } from './staleness.mjs';
import { fail, step } from './terminal.mjs';

process.chdir(root);
const bundle = 'test-results/conformance.mjs';
const isQuick = process.argv.includes('--quick') && existsSync('.next/BUILD_ID');

try {
  for (const name of ['node', 'conformance'])
    await step(`Installing ${name}`, `Installed ${name}`, () => installTools(name));
  if (isClientStale()) await step('Generating the database client', 'Generated the database client', generate);
  if (isBuildStale()) await step('Building', 'Built', isQuick ? buildQuickly : build);
  await esbuild({
    entryPoints: ['e2e/conformance/main.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    // The tools are looked for beside the sources, not beside the bundle.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL('e2e/tools.ts').href) },
    logLevel: 'error',
  });
} catch (error) {
  fail(error);
}
await import(pathToFileURL(bundle).href);

/** Half a build is none: without its stamp whoever wants a whole one builds anew. */
async function buildQuickly() {
  rmSync(buildStamp, { force: true });
  await bundleServer();
}
