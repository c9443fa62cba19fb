/**
 * Makes the runtime where Next is the server (`next dev`, `next start`, serverless hosts).
 * Under `npm start` our server has made it before Next was loaded, and none of this is read.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  if (Symbol.for('aerostack.runtime') in globalThis) return;
  const [{ readEnv }, { startRuntime }] = await Promise.all([
    import('./lib/env'),
    import('./lib/server/start-runtime'),
  ]);
  const runtime = await startRuntime(readEnv());
  // Next ends the process on these signals; what has been counted is written first.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void runtime.stop());
}
