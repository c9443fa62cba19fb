import { type Env, ownHosts } from '../env';
import { AppError } from '../errors';

/**
 * Refuses a request that another site made a browser send. Asked wherever a cookie is the credential.
 * Browsers name the page's origin with every write and tell how it relates to ours; a program that sends neither header holds the
 * cookie itself and needs no browser.
 * @throws AppError `forbidden`
 */
export function refuseForeignOrigin(headers: Headers, env: Pick<Env, 'url'>): void {
  const relation = headers.get('sec-fetch-site');
  const isForeign = relation !== null && relation !== 'same-origin' && relation !== 'none';
  const origin = headers.get('origin');
  if (!isForeign && (origin === null || isOwnOrigin(origin, env))) return;
  throw new AppError(
    'forbidden',
    `This request does not come from ${env.url}. If you opened that page, check AEROSTACK_URL.`,
  );
}

/** Whether an origin is this installation's, by any of its loopback names. `null` and malformed ones are not. */
export function isOwnOrigin(origin: string, env: Pick<Env, 'url'>): boolean {
  const { protocol } = new URL(env.url);
  return [...ownHosts(env.url)].some((host) => origin === `${protocol}//${host}`);
}

/** The name by which the browser knows us, when it is one of ours; else the public origin. A foreign `Host` is never repeated. */
export function ownOriginOf(headers: Headers, env: Pick<Env, 'url'>): string {
  const origin = `${new URL(env.url).protocol}//${headers.get('host') ?? ''}`;
  return isOwnOrigin(origin, env) ? origin : env.url;
}
