// Whether what was installed, generated and built still belongs to the sources. Decided by content, not by time.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Each holds the hash of the sources that its folder was made from. */
export const clientStamp = 'lib/db/generated/.hash';
export const buildStamp = 'dist/.hash';

/** npm writes its own account of node_modules when it has finished: all that the folder's lock file names must be in it. */
export function isInstallStale(folder = '.') {
  const wanted = readJson(join(folder, 'package-lock.json'))?.packages ?? {};
  const present = readJson(join(folder, 'node_modules/.package-lock.json'))?.packages;
  if (present === undefined) return true;
  return Object.entries(wanted).some(([path, { version, optional, devOptional, peer, link }]) => {
    const mayBeMissing = optional || devOptional || peer || link;
    return path !== '' && present[path]?.version !== version && !(mayBeMissing && present[path] === undefined);
  });
}

export const isClientStale = () => readText(clientStamp) !== clientHash();

export const clientHash = () =>
  hashOf([...filesIn('prisma'), 'scripts/generate.mjs', 'node_modules/prisma/package.json']);

export function isBuildStale() {
  return !existsSync('.next/BUILD_ID') || !existsSync('dist/server.js') || readText(buildStamp) !== sourcesHash();
}

export function sourcesHash() {
  return hashOf([
    ...['app', 'components', 'lib', 'prisma', 'public'].flatMap(filesIn),
    ...['next.config.mjs', 'postcss.config.mjs', 'proxy.ts', 'instrumentation.ts', 'tsconfig.json'],
    ...['package.json', 'package-lock.json', 'scripts/make.mjs', 'scripts/bundle-cli.mjs'],
  ]);
}

function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files.filter((name) => existsSync(name)).sort()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : filesIn(path);
    return /\.test\.tsx?$/.test(entry.name) ? [] : [path];
  });
}

const readText = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined);

function readJson(file) {
  const text = readText(file);
  return text === undefined ? undefined : JSON.parse(text);
}
