import { open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { CliError } from './cli-error';

const pauseMs = 25;

/**
 * Does work while no other process holds the lock file, for which it waits. The lock of a process of this machine
 * that is gone is taken from it.
 * @throws CliError `failure` when the lock stays taken.
 */
export async function holdLock<Result>(path: string, work: () => Promise<Result>, patienceMs = 5_000): Promise<Result> {
  const deadlineMs = performance.now() + patienceMs;
  while (!(await take(path))) {
    await breakAbandoned(path);
    if (performance.now() > deadlineMs) {
      throw new CliError('failure', `Another aerostack keeps ${path}. If none is running, delete that file.`);
    }
    await wait(pauseMs);
  }
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

/** @returns false when another one has it. */
async function take(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', 0o600);
    await file.writeFile(`${process.pid} ${hostname()}`);
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Whoever breaks a lock holds one for that: else two might find the same lock abandoned, and the second would break the first one's own. */
async function breakAbandoned(path: string): Promise<void> {
  if (!(await isAbandoned(path)) || !(await take(`${path}.breaking`))) return;
  try {
    if (await isAbandoned(path)) await rm(path, { force: true });
  } finally {
    await rm(`${path}.breaking`, { force: true });
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  const [pid, host] = (await readFile(path, 'utf8').catch(() => '')).split(' ');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
