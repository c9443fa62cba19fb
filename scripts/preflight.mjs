// What can be known to fail before a minute of installing and building, said in one sentence.
import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const setting = (name) => process.env[name]?.trim() || undefined;

/** The folder for the database and the secrets exists and can be written, or can be made. */
export function checkDataDir() {
  const folder = resolve(setting('AEROSTACK_DATA_DIR') ?? '.data');
  try {
    makeFolder(folder);
    readdirSync(folder);
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = error.code === 'EEXIST' || error.code === 'ENOTDIR' ? 'is not a folder' : 'cannot be written';
    throw new Error(
      `The data folder ${folder} ${reason}; set AEROSTACK_DATA_DIR to a folder that this user may write.`,
    );
  }
}

/** Step by step: on a file system that takes no folders, Node's own `recursive` never comes back. */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** PORT is a number, nobody uses it, and we may listen there. */
export async function checkPort() {
  const text = setting('PORT') ?? '3000';
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    throw new Error(`PORT must be a whole number from 1 to 65535, not "${text}".`);
  }
  const host = setting('AEROSTACK_HOST') ?? '127.0.0.1';
  const code = await listenOnce(host, port);
  if (code === undefined) return;
  if (code === 'EADDRINUSE') throw new Error(await portInUse(host, port));
  if (code === 'EACCES') throw new Error(`Port ${port} needs more rights than this user has; set PORT=3000.`);
  throw new Error(`AEROSTACK_HOST is ${host}, which is not an address of this machine (${code}).`);
}

async function portInUse(host, port) {
  for (let other = port + 1; other <= Math.min(port + 20, 65_535); other += 1) {
    if ((await listenOnce(host, other)) === undefined) {
      return `Port ${port} is in use; stop that program or set PORT=${other}.`;
    }
  }
  return `Port ${port} is in use; stop that program or set PORT to a free one.`;
}

/** Resolves to the error's code when nobody can listen there. */
function listenOnce(host, port) {
  return new Promise((done) => {
    const server = createServer();
    server.once('error', (error) => done(error.code));
    server.listen(port, host, () => server.close(() => done(undefined)));
  });
}

/** The whole environment, by the server's own reader. */
export async function checkEnv() {
  const esbuild = await import('esbuild');
  const file = resolve('node_modules/.cache/aerostack/env.mjs');
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
  await esbuild.build({
    entryPoints: ['lib/env.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const { readEnv } = await import(`${pathToFileURL(file).href}?${process.pid}`);
  readEnv();
}
