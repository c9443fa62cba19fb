import type { IncomingHttpHeaders } from 'node:http';
import { isSameSecret } from '../secrets/is-same-secret';
import type { Runtime } from '../server/runtime';

/** What health needs of the runtime. */
export type HealthSource = Pick<Runtime, 'state' | 'checkDatabase' | 'metrics'> & {
  rate: Pick<Runtime['rate'], 'store'>;
  env: { metricsToken: string | undefined };
};

export interface HealthAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

const databaseWaitMs = 2_000;
const healthPaths: ReadonlySet<string> = new Set(['/livez', '/readyz', '/metrics']);

export const isHealthPath = (path: string): boolean => healthPaths.has(path);

/**
 * Answers `/livez`, `/readyz` and `/metrics` for both doors.
 * @param peer address of the socket's other end; `null` where it cannot be known, and then `/metrics` wants its token.
 */
export async function answerHealth(
  source: HealthSource,
  path: string,
  headers: IncomingHttpHeaders,
  peer: string | null,
): Promise<HealthAnswer> {
  if (path === '/livez') return json(200, { status: 'live' });
  if (path === '/readyz') return answerReady(source);
  if (path === '/metrics' && mayReadMetrics(source, headers, peer)) {
    return answer(200, source.metrics.contentType, await source.metrics.metrics());
  }
  return answer(404, 'text/plain; charset=utf-8', 'Not found\n');
}

/**
 * Migrations are applied before anything listens, so a process that answers at all has them. A rate store that is away is said and no
 * reason to send requests elsewhere.
 */
async function answerReady(source: HealthSource): Promise<HealthAnswer> {
  const database = (await answersInTime(source.checkDatabase())) ? 'ok' : 'unreachable';
  const isDraining = source.state === 'draining';
  const checks = { database, migrations: 'ok', ...(isDraining && { draining: true }) };
  const isReady = database === 'ok' && !isDraining;
  const status = isReady ? 'ready' : isDraining ? 'draining' : 'unavailable';
  return json(isReady ? 200 : 503, { status, checks, rate_store: source.rate.store });
}

function answersInTime(check: Promise<void>): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, databaseWaitMs, false);
    check
      .then(
        () => resolve(true),
        () => resolve(false),
      )
      .finally(() => clearTimeout(timer));
  });
}

function mayReadMetrics(source: HealthSource, headers: IncomingHttpHeaders, peer: string | null): boolean {
  const { metricsToken } = source.env;
  const sent = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (sent !== undefined) return metricsToken !== undefined && isSameSecret(sent, metricsToken);
  return isFromThisMachine(headers, peer);
}

/** A proxy on this machine makes the whole internet look like loopback, and so does a name that was rebound to 127.0.0.1. */
function isFromThisMachine(headers: IncomingHttpHeaders, peer: string | null): boolean {
  const isLoopbackPeer = peer !== null && /^(::ffff:)?127\.|^::1$/.test(peer);
  const isLoopbackName = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(headers.host ?? '');
  const isForwarded = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers[name] !== undefined);
  return isLoopbackPeer && isLoopbackName && !isForwarded;
}

const json = (status: number, body: unknown) => answer(status, 'application/json', `${JSON.stringify(body)}\n`);

const answer = (status: number, contentType: string, body: string): HealthAnswer => ({
  status,
  headers: { 'content-type': contentType, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  body,
});
