// Makes what does not come with a clone: dependencies, the database clients, the production build.
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs';
import { bundleCli } from './bundle-cli.mjs';
import { run } from './run.mjs';
import { buildStamp, clientHash, clientStamp, sourcesHash } from './staleness.mjs';

/** Build tools are devDependencies, which NODE_ENV=production would leave out. No package's script runs: nothing comes from outside the registry. */
export function install(folder = '.') {
  const args = ['ci', '--prefix', folder, '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  const npm = process.env.npm_execpath;
  return npm?.endsWith('.js') ? run(process.execPath, [npm, ...args]) : run('npm', args);
}

export async function generate() {
  const hash = clientHash();
  await run(process.execPath, ['scripts/generate.mjs']);
  writeFileSync(clientStamp, hash);
}

/** Next's bundle into .next, ours into dist. The stamp is written last: a build that was interrupted counts as none. */
export async function build() {
  const hash = sourcesHash();
  rmSync(buildStamp, { force: true });
  await Promise.all([
    run(process.execPath, ['node_modules/next/dist/bin/next', 'build'], { NODE_ENV: 'production' }),
    bundle(),
  ]);
  writeFileSync(buildStamp, hash);
}

/** Our server, the threads that it starts, and the operator's command beside it: each is a file of its own. */
const entryPoints = {
  server: 'lib/server/main.ts',
  'usage-worker': 'lib/usage/usage-worker.ts',
  admin: 'lib/admin/main.ts',
};

export async function bundle() {
  const { build: esbuild } = await import('esbuild');
  await Promise.all([
    esbuild({
      ...bundling,
      entryPoints: Object.fromEntries(Object.entries(entryPoints).filter(([, file]) => existsSync(file))),
      packages: 'external',
      alias: { 'server-only': './scripts/nothing.mjs' },
    }),
    bundleCli(bundling),
  ]);
  for (const command of ['cli', 'admin']) chmodSync(`dist/${command}.js`, 0o755);
}

export const bundling = {
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'error',
};
