// Every check that `npm run verify` and `npm test` run. Each resolves to how many of its parts passed and failed, read from machine-readable reports.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './run.mjs';

const bin = (path) => `node_modules/${path}`;

export const lint = () => asOne(() => node([bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings']));

export const types = () =>
  asOne(async () => {
    await node([bin('next/dist/bin/next'), 'typegen']);
    await node([bin('typescript/bin/tsc'), '--noEmit', '--incremental', 'false']);
  });

export const units = (options) => vitest('unit', options);
export const databases = (options) => vitest('db', options);

/** In a real browser, with real clients and servers, against what was built. */
export function endToEnd(chromium, options) {
  return reported(
    options,
    async (report, show) => {
      const env = { CHROMIUM_PATH: chromium, PLAYWRIGHT_JSON_OUTPUT_FILE: report };
      await node([bin('@playwright/test/cli.js'), 'test', '--reporter=list,json'], env, show);
    },
    ({ stats, errors }) => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + errors.length,
      skipped: stats.skipped,
    }),
  );
}

/** One check that passes or fails as a whole. */
export async function asOne(work) {
  try {
    await work();
    return { passed: 1, failed: 0, output: '' };
  } catch (error) {
    return { passed: 0, failed: 1, output: error.output?.trim() || error.message };
  }
}

function vitest(project, options) {
  return reported(
    options,
    async (report, show) => {
      const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
      await node([bin('vitest/vitest.mjs'), 'run', '--project', project, ...reporters], {}, show);
    },
    (report) => ({ passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests }),
  );
}

/** Runs a test runner and counts from its report. A runner that fails without a failed test, or without a report, is a failure itself. */
async function reported({ isShown = false } = {}, runTests, count) {
  const folder = mkdtempSync(join(tmpdir(), 'aerostack-report-'));
  const report = join(folder, 'report.json');
  const run = await asOne(() => runTests(report, { isShown }));
  try {
    const { passed, failed, skipped } = count(JSON.parse(readFileSync(report, 'utf8')));
    return { passed, failed: failed === 0 ? run.failed : failed, skipped, output: run.output };
  } catch (error) {
    return { passed: 0, failed: 1, output: run.output || `The report could not be read: ${error.message}` };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const node = (args, env, show) => run(process.execPath, args, env, show);
