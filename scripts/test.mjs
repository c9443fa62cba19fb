// `npm test`: everything, on a fresh clone. A stage that fails does not hide the ones after it; the last line sums up all of them.
import { existsSync } from 'node:fs';
import { asOne, databases, endToEnd, lint, types, units } from './checks.mjs';
import { findChromium } from './find-chromium.mjs';
import { installShells } from './install-shells.mjs';
import { installTools, toolFolders } from './install-tools.mjs';
import { build, generate, install } from './make.mjs';
import { root } from './project.mjs';
import { answers, services } from './services.mjs';
import { isBuildStale, isClientStale, isInstallStale } from './staleness.mjs';
import { bold, dim, fail, green, red, seconds, step } from './terminal.mjs';

process.chdir(root);
const show = { isShown: true };
const total = { passed: 0, failed: 0 };
const summary = [];

try {
  if (isInstallStale()) await step('Installing dependencies', 'Installed dependencies', install);
  if (isClientStale()) await step('Generating the database client', 'Generated the database client', generate);
} catch (error) {
  process.stdout.write('0 passed, 1 failed\n');
  fail(error);
}

if (process.env.AEROSTACK_REQUIRE_SERVICES === '1') {
  for (const service of services) await stage(`${service.name} answers`, () => asOne(() => answers(service)));
}
await stage('lint', lint);
await stage('types', types);
await stage('units', () => units(show));
await stage('databases', () => databases(show));
const built = await stage('production build', () => asOne(async () => isBuildStale() && (await build())));
for (const name of toolFolders()) await stage(`test tools: ${name}`, () => asOne(() => installTools(name)));
if (built && existsSync('playwright.config.ts'))
  await stage('end to end', async () => {
    await installShells();
    return endToEnd(await findChromium(), show);
  });

process.stdout.write(`\n${summary.join('\n')}\n\n${total.passed} passed, ${total.failed} failed\n`);
process.exitCode = total.failed > 0 ? 1 : 0;

/** Runs one stage and adds up what it says. An error of the stage itself counts as one failed check. */
async function stage(name, check) {
  const startedAt = performance.now();
  process.stdout.write(`\n${bold(`── ${name}`)}\n`);
  const result = await check().catch((error) => ({ passed: 0, failed: 1, output: error.output || error.message }));
  if (result.failed > 0 && result.output) process.stdout.write(`${result.output}\n`);
  total.passed += result.passed;
  total.failed += result.failed;
  const isGood = result.failed === 0;
  const skipped = result.skipped ? `, ${result.skipped} skipped` : '';
  const line = `${name.padEnd(24)} ${result.passed} passed, ${result.failed} failed${skipped}`;
  summary.push(`${isGood ? green('✓') : red('✗')} ${line.padEnd(60)} ${dim(seconds(startedAt))}`);
  process.stdout.write(`${summary.at(-1)}\n`);
  return isGood;
}
