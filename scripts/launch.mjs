// What `npm start` does: look whether it can work, make what is missing or stale, then be the server.
import { existsSync } from 'node:fs';
import { exclusively } from './exclusively.mjs';
import { makeStale } from './make-stale.mjs';
import { checkDataDir, checkEnv, checkPort } from './preflight.mjs';
import { root, version } from './project.mjs';
import { isBuildStale, isClientStale, isInstallStale } from './staleness.mjs';
import { fail, heading, note, step } from './terminal.mjs';

/** What an image serves was made with it; its sources are not there to be compared with. */
const isAsBuilt = process.argv.includes('--as-built');

/** Makes and serves. Every failure ends in one sentence on stderr and exit code 1. */
export async function main() {
  const startedAt = performance.now();
  process.chdir(root);
  if (existsSync('.env')) process.loadEnvFile('.env');
  process.env.NODE_ENV = 'production';
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  try {
    heading(version);
    checkDataDir();
    await checkPort();
    if (!isAsBuilt) await make();
    const { serve } = await import('../dist/server.js');
    const served = await step('Starting', 'Started', () => serve());
    announce(served, startedAt);
  } catch (error) {
    fail(error);
  }
}

async function make() {
  if (!isInstallStale() && !isClientStale() && !isBuildStale()) return;
  // What the environment says can be read once all is installed.
  await exclusively(() => makeStale(checkEnv));
}

function announce({ url, setupLink }, startedAt) {
  if (setupLink !== null) note('Nobody has an account here yet. Make the first one:', setupLink);
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
  note(`Ready on ${url}`, undefined, `${seconds} s, Ctrl-C to stop`);
}
