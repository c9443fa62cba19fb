// A Chromium for the browser tests: one that is there, else Playwright's own, else the system's package. The one without a window of its own
// is preferred: with the whole browser each page brings parts of that window along, an eighth of the time of the tests.
import { existsSync } from 'node:fs';
import { installPackages } from './install-packages.mjs';
import { run } from './run.mjs';

const usual = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** @returns the path of an executable; every way to get one is tried before it gives up. */
export async function findChromium() {
  return present() ?? (await fromPlaywright()) ?? (await fromApt()) ?? giveUp();
}

const present = () => [process.env.CHROMIUM_PATH, ...usual].find((path) => path && existsSync(path));

async function fromPlaywright() {
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return chromium.executablePath();
  return tried(async () => {
    await run(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', '--with-deps', 'chromium']);
    return existsSync(chromium.executablePath()) ? chromium.executablePath() : undefined;
  });
}

async function fromApt() {
  return (await installPackages('chromium-headless-shell')) ? present() : undefined;
}

/** One way that does not work leads to the next; why it did not is worth a line. */
async function tried(work) {
  try {
    return await work();
  } catch (error) {
    process.stdout.write(`${error.message}\n`);
    return undefined;
  }
}

function giveUp() {
  throw new Error('No Chromium found for the browser tests: install one and set CHROMIUM_PATH to it.');
}
