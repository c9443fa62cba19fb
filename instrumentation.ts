/**
 * Makes the runtime where Next is the server (`next dev`, `next start`, serverless hosts).
 * Under `npm start` our server has made it before Next was loaded, and none of this is read.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  if (Symbol.for('aerostack.runtime') in globalThis) return;
  const { startBehindNext } = await import('./lib/server/start-behind-next');
  await startBehindNext();
}
