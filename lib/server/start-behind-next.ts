import { readEnv } from '../env';
import { setupLink } from './setup-link';
import { startRuntime } from './start-runtime';

/** Makes the runtime in a process whose server is Next's own. */
export async function startBehindNext(): Promise<void> {
  const runtime = await startRuntime(readEnv());
  const link = await setupLink(runtime);
  if (link !== null) process.stdout.write(`Nobody has an account here yet. Make the first one:\n  ${link}\n`);
  // Next ends the process on these signals; what has been counted is written first.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void runtime.stop());
}
