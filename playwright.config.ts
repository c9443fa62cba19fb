import { defineConfig } from '@playwright/test';
import type { ProductOptions } from './e2e/test';

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
  timeout: 60_000,
  globalTimeout: 900_000,
  reporter: [['list']],
  use: { door: 'server' },
  projects: [
    { name: 'gateway', testMatch: /gateway-.*\.spec\.ts/ },
    { name: 'second door', testMatch: /gateway-(wire.*|clients)\.spec\.ts/, use: { door: 'next' } },
    { name: 'product', testMatch: /(rest-.*|durability|start|journey.*)\.spec\.ts/ },
  ],
});
