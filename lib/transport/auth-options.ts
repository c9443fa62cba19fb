import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { createAnonymousCtx } from '../access/create-ctx';
import { findSession } from '../access/read-session';
import { nextAuthSecret, sessionCookie, sessionLifeMs } from '../access/session-cookie';
import type { Throttle } from '../access/throttle';
import { endSession } from '../account/end-session';
import type { Person } from '../account/schemas';
import { signIn } from '../account/sign-in';
import { isAppError } from '../errors';
import type { Runtime } from '../server/runtime';
import { type ProviderUser, providerOptions } from './provider-options';

export interface AuthRequest {
  requestId: string;
  address: string;
  userAgent: string | null;
  /** The origin by which the browser knows us: one of our own. */
  origin: string;
  throttle: Throttle;
  /** Follows a right password. */
  entered?: (user: Person) => Promise<void>;
  /** Decides about whom a provider vouches for; false for no session. */
  arrive?: ((user: ProviderUser) => Promise<boolean>) | undefined;
}

/** next-auth's settings for one request. It keeps the cookie; whether a session lives is decided by its row, every time. */
export function authOptions(runtime: Runtime, request: AuthRequest): NextAuthOptions {
  const { db, env, log } = runtime;
  const { requestId, address, userAgent, throttle } = request;
  const ctx = () => createAnonymousCtx(runtime, { requestId, sender: { address, userAgent } });
  return {
    secret: nextAuthSecret(runtime.vault),
    session: { strategy: 'jwt', maxAge: sessionLifeMs / 1000 },
    useSecureCookies: env.url.startsWith('https://'),
    cookies: { sessionToken: sessionCookie(env) },
    pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        authorize: async (credentials) => {
          const input = { email: credentials?.email ?? '', password: credentials?.password ?? '' };
          const session = await refusing(runtime, request, () => signIn(ctx(), input, { address, throttle }));
          if (session === null) return null;
          await request.entered?.(session.user);
          return { ...session.user, sessionId: session.sessionId };
        },
      }),
      ...providerOptions(env.signIn),
    ],
    callbacks: {
      signIn: async ({ user, account }) =>
        account?.type === 'credentials' || ((await request.arrive?.(user as ProviderUser)) ?? false),
      redirect: ({ url }) => ownUrl(url, request.origin),
      jwt: async ({ token, user }) => {
        // `user` is there at sign-in only, as `authorize` returned it or `arrive` left it.
        if (user !== undefined) return { sid: (user as { sessionId?: string }).sessionId };
        const actor = typeof token.sid === 'string' ? await findSession(db, token.sid, new Date()) : null;
        if (actor === null) throw new Error('This session has ended.');
        return { sid: token.sid, sub: actor.id, name: actor.name, email: actor.email };
      },
      session: ({ session, token }) => ({ ...session, user: { id: token.sub, name: token.name, email: token.email } }),
    },
    events: {
      signOut: async ({ token }) => {
        const sid = typeof token?.sid === 'string' ? token.sid : null;
        const actor = sid === null ? null : await findSession(db, sid, new Date());
        if (sid !== null && actor !== null) await endSession({ ...ctx(), actor }, sid);
      },
    },
    logger: {
      error: (code, about) => {
        if (about !== undefined && 'providerId' in about)
          log.warn({ code, ...faultOf(about) }, 'a sign-in provider failed');
        else log.debug({ code, request_id: request.requestId }, 'next-auth refused');
      },
      warn: (code) => log.debug({ code }, 'next-auth warned'),
      debug: () => {},
    },
  };
}

/** What may be said of a failed sign-in: next-auth shows an error's message to the world. */
async function refusing<T>({ log }: Runtime, { requestId }: AuthRequest, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const isThrottled = isAppError(error) && error.code === 'rate_limited';
    if (isThrottled) throw new Error(`throttled:${error.retryAfterSeconds ?? 1}`, { cause: error });
    log.error({ err: error, request_id: requestId }, 'sign-in failed');
    throw new Error('unavailable', { cause: error });
  }
}

/** Where to go after signing in or out: a page of ours, under the name that the browser uses for us. */
function ownUrl(url: string, origin: string): string {
  const target = URL.canParse(url, origin) ? new URL(url, origin) : new URL(origin);
  return target.origin === origin ? target.href : origin;
}

/** Of a message only what stands before the first thing that it quotes: that may be a piece of what the provider answered. */
function faultOf(about: { providerId?: unknown; error?: unknown }): { provider: string; cause: string } {
  const { code, message } = (about.error ?? {}) as { code?: unknown; message?: unknown };
  const words =
    String(message)
      .split(/[,("'“<`]/)[0]
      ?.slice(0, 80) ?? '';
  return { provider: String(about.providerId), cause: typeof code === 'string' ? code : words.trim() };
}
