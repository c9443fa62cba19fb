import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '');

/**
 * Two projects: `unit` needs nothing but the code; `db` (`*.db.test.ts`) runs on real SQLite files and, where one answers, a real PostgreSQL.
 * `vitest run` runs both; `vitest run --project unit` takes seconds.
 */
export default defineConfig({
  resolve: {
    alias: {
      // Next turns this import into an error in browser bundles; here it means nothing.
      'server-only': `${root}/node_modules/server-only/empty.js`,
      '@': root,
    },
  },
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{lib,app,components,e2e}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.db.test.ts'],
          // They share modules, and nothing that one file could leave to another: less than half the time.
          pool: 'threads',
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['lib/**/*.db.test.ts'],
          globalSetup: ['lib/db/test-templates.ts'],
          provide: { requireServices: process.env.AEROSTACK_REQUIRE_SERVICES === '1' },
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
});
