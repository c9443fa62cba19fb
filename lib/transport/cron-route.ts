import { holdLease } from '../instances/hold-lease';
import { isSameSecret } from '../secrets/is-same-secret';
import { getRuntime } from '../server/runtime';
import { refreshAll } from '../servers/refresh-all';
import { warnOfExpiry } from '../tokens/warn-of-expiry';
import { keepUsage } from '../usage/keep-usage';

/** How long one run keeps others out. */
const leaseMs = 60_000;

/**
 * Does once what other installations do in the background: reads every server's lists, warns of tokens that expire, and sums usage up. For a scheduler that
 * sends `Authorization: Bearer <AEROSTACK_CRON_TOKEN>` (Vercel Cron does with CRON_SECRET). Without that setting there is nothing here.
 */
export async function cronRoute(request: Request): Promise<Response> {
  const runtime = getRuntime();
  const { env, db, log, mail, instances } = runtime;
  if (env.cronToken === undefined) return json(404, { status: 'not_found' });
  const sent = /^Bearer +(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (sent === undefined || !isSameSecret(sent, env.cronToken)) return json(401, { status: 'not_signed_in' });
  const now = new Date();
  const lease = { name: 'background', holder: `${instances.id} cron ${now.getTime()}`, ttlMs: leaseMs };
  if (!(await holdLease(db, lease, now)))
    return json(200, { status: 'skipped', because: 'another instance does this' });
  await refreshAll(runtime);
  if (mail.isOn) {
    await warnOfExpiry(runtime, now).catch((err: unknown) => log.warn({ err }, 'owners could not be warned of expiry'));
  }
  await keepUsage(runtime, now, AbortSignal.timeout(leaseMs / 2)).catch((err: unknown) =>
    log.warn({ err }, 'usage could not be summed up'),
  );
  return json(200, { status: 'done' });
}

const json = (status: number, body: unknown) =>
  Response.json(body, { status, headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } });
