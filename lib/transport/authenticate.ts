import type { Ctx } from '../access/ctx';
import { readApiKey } from '../access/read-api-key';
import { readSession, type UserActor } from '../access/read-session';
import { sessionCookie } from '../access/session-cookie';
import { AppError } from '../errors';
import { refuseForeignOrigin } from './same-origin';

/**
 * Who makes this request, for what works without anybody, too: null for whoever brings nothing, or a cookie whose session is over.
 * @throws AppError `not_signed_in` for a wrong API key; `forbidden` for a cookie on a request that another site caused.
 */
export async function identify(
  request: Request,
  parts: Pick<Ctx, 'db' | 'env' | 'vault'>,
  now: Date,
): Promise<UserActor | null> {
  if (request.headers.has('authorization')) return authenticate(request, parts, now);
  return readCookieSession(request, parts, now);
}

/**
 * Who makes this request: the owner of the API key in `Authorization`, else whoever the session cookie belongs to.
 * A request that brings an `Authorization` header is judged by it alone.
 * @throws AppError `not_signed_in`; `forbidden` for a cookie on a request that another site caused.
 */
export async function authenticate(
  request: Request,
  parts: Pick<Ctx, 'db' | 'env' | 'vault'>,
  now: Date,
): Promise<UserActor> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const key = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    const actor = key === undefined ? null : await readApiKey(parts, key, now);
    if (actor === null)
      throw new AppError('not_signed_in', 'This API key is not valid. Make a new one under Account → API keys.');
    return actor;
  }
  const actor = await readCookieSession(request, parts, now);
  if (actor === null) throw new AppError('not_signed_in', 'Sign in, or send an API key: Authorization: Bearer ak_….');
  return actor;
}

async function readCookieSession(
  request: Request,
  parts: Pick<Ctx, 'db' | 'env' | 'vault'>,
  now: Date,
): Promise<UserActor | null> {
  const cookie = readCookie(request.headers, sessionCookie(parts.env).name);
  if (cookie !== undefined) refuseForeignOrigin(request.headers, parts.env);
  return readSession(parts, cookie, now);
}

/** The value of a request's cookie, as it was sent. */
export function readCookie(headers: Headers, name: string): string | undefined {
  const pairs = headers.get('cookie')?.split(';') ?? [];
  const pair = pairs.map((text) => text.trim()).find((text) => text.startsWith(`${name}=`));
  return pair?.slice(name.length + 1);
}
