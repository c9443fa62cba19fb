import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import type { ProductOptions } from './e2e/test';

/** A Chromium that is there already, else Playwright's own: its download may be blocked. */
const usual = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const chromium = process.env.CHROMIUM_PATH ?? usual.find((path) => existsSync(path)) ?? '';
const flags = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

/**
 * Black-box tests of the built product. `server` is the door of `npm start`, `next` is plain `next start` on the same build;
 * what a client can see through both is one suite.
 */
export default defineConfig<object, ProductOptions>({
  testDir: 'e2e',
  outputDir: 'test-results/runs',
  fullyParallel: false,
  workers: 2,
  forbidOnly: process.env.CI !== undefined,
  retries: 0,
  // A product that does not start fails every test in turn: thirty are enough to know.
  maxFailures: 30,
  timeout: 120_000,
  // Half of it on a quiet machine: one that is busy only takes longer.
  globalTimeout: 2_400_000,
  reporter: [['list']],
  use: {
    door: 'server',
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      args: [...flags, '--disable-sync', '--no-first-run'],
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
    },
  },
  projects: [
    { name: 'gateway', testMatch: /gateway-.*\.spec\.ts/ },
    { name: 'second door', testMatch: /gateway-(wire.*|clients|odd-tools)\.spec\.ts/, use: { door: 'next' } },
    { name: 'real clients', testMatch: /real-.*\.spec\.ts/ },
    { name: 'cluster', testMatch: /\/cluster-.*\.spec\.ts/ },
    {
      name: 'product',
      testMatch:
        /\/(rest-.*|cli.*|admin|conformance|durability|start|postgres|instances-.*|journey|leaks|members|account|audit|analytics|activity|sign-in-.*|dashboard.*)\.spec\.ts/,
    },
  ],
});
