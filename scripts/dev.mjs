// `npm run dev`: Next's own server with hot reload; the runtime is made in instrumentation.ts.
import { spawn } from 'node:child_process';
import { bundle, generate, install } from './make.mjs';
import { root } from './project.mjs';
import { isClientStale, isInstallStale } from './staleness.mjs';
import { fail, step } from './terminal.mjs';

process.chdir(root);
try {
  if (isInstallStale()) await step('Installing dependencies', 'Installed dependencies', install);
  if (isClientStale()) await step('Generating the database client', 'Generated the database client', generate);
  await bundle();
} catch (error) {
  fail(error);
}

const address = ['--hostname', process.env.AEROSTACK_HOST ?? '127.0.0.1', '--port', process.env.PORT ?? '3000'];
const child = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'dev', ...address], {
  stdio: 'inherit',
  env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => process.exit(code ?? 1));
