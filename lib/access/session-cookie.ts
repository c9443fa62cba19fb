import type { Env } from '../env';

export interface SessionCookie {
  name: string;
  options: { httpOnly: true; sameSite: 'lax'; path: '/'; secure: boolean };
}

/** Days after which a session ends: without use, and in any case. ASVS 7.3.1, 7.3.2. */
export const sessionIdleMs = 7 * 86_400_000;
export const sessionLifeMs = 30 * 86_400_000;

/** The cookie that carries the session's id, encrypted. On https no other host and no other path can set it (`__Host-`). */
export function sessionCookie(env: Pick<Env, 'url'>): SessionCookie {
  const secure = env.url.startsWith('https://');
  return {
    name: `${secure ? '__Host-' : ''}aerostack.session`,
    options: { httpOnly: true, sameSite: 'lax', path: '/', secure },
  };
}

/** Secret of next-auth: encrypts the cookie, signs its CSRF token. One per installation, never from the environment. */
export const nextAuthSecret = (vault: { derive(purpose: string): Buffer }): string =>
  vault.derive('next-auth').toString('hex');
