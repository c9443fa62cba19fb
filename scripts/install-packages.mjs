import { run } from './run.mjs';

/** Debian's packages, where this is a Debian and we may install; what cannot be installed is said, and left. @returns whether they are there */
export async function installPackages(...names) {
  if (process.getuid?.() !== 0) return false;
  try {
    await run('apt-get', ['update']);
    await run('apt-get', ['install', '-y', '--no-install-recommends', ...names], { DEBIAN_FRONTEND: 'noninteractive' });
    return true;
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    return false;
  }
}
