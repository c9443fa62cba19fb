// Two `npm start` in one folder: the second waits until the first has built.
import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { root } from './project.mjs';
import { step } from './terminal.mjs';

const lock = join(tmpdir(), `aerostack-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`);
const waitMs = 15 * 60_000;

/** Runs `work` while no other process of this folder runs its own. A lock whose process has died is taken over. */
export async function exclusively(work) {
  if (!take()) await step('Waiting for another start in this folder', 'Waited for another start', untilTaken);
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

async function untilTaken() {
  const giveUpAt = performance.now() + waitMs;
  while (!take()) {
    if (performance.now() > giveUpAt)
      throw new Error(`Another start of this folder does not end; if there is none, remove ${lock}.`);
    await pause(200);
  }
}

function take() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!isAlive()) rmSync(lock, { force: true });
    return false;
  }
}

function isAlive() {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
