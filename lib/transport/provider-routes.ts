import { createAnonymousCtx, createCtx } from '../access/create-ctx';
import { readSession } from '../access/read-session';
import { sessionCookie } from '../access/session-cookie';
import type { Throttle } from '../access/throttle';
import { linkIdentity } from '../account/link-identity';
import type { ProviderAccount } from '../account/provider-account';
import type { SignInProvider } from '../account/sign-in-providers';
import { signInWithProvider } from '../account/sign-in-with-provider';
import { isAppError } from '../errors';
import type { Runtime } from '../server/runtime';
import { readSecret } from '../tokens/token-format';
import type { AuthRequest } from './auth-options';
import { readCookie } from './authenticate';
import { type Flow, flowCookie, noFlowCookie, readFlow } from './flow-cookie';

interface Asked {
  request: Request;
  runtime: Runtime;
  client: AuthRequest;
  provider: SignInProvider;
}

/** Why somebody is back without what they went for. `components/auth/provider-problem.tsx` has a sentence for each. */
type Problem = 'address' | 'busy' | 'cancelled' | 'elsewhere' | 'provider' | 'stale' | 'unknown' | 'unverified';

type UnderWay = Exclude<Flow, { for: 'confirm' }>;
type Without<T, Keys extends PropertyKey> = T extends unknown ? Omit<T, Keys> : never;
type Purpose = Without<UnderWay, 'provider' | 'state'>;

/**
 * Sends somebody to a provider, and keeps in their browser what for.
 * @param form next-auth's fields, and `for`: `sign_in` with `return_to`, `invite` with `invite_token`, or `link`
 * @param nextAuth asks next-auth for the provider's address
 * @returns `{url}`, where the page goes on: the provider's, or one of ours that says what is wrong
 */
export async function leaveForProvider(
  { request, runtime, client, provider }: Asked,
  form: URLSearchParams,
  nextAuth: () => Promise<Response>,
): Promise<Response> {
  const { env } = runtime;
  const goOn = (url: string) => Response.json({ url });
  const purpose = await readPurpose(form, { request, runtime, client });
  if (purpose === null) return goOn(`/sign-in?callbackUrl=${encodeURIComponent('/account')}`);
  // Providers send people to the public address; cookies that were set under another name of it would be missing there.
  if (client.origin !== env.url) return goOn(new URL(pageOf(purpose, { problem: 'address' }), env.url).href);

  const response = await inTime(nextAuth);
  if (response === 'busy') return goOn(pageOf(purpose, { problem: 'busy' }));
  if (response === 'late') runtime.log.warn(lateOf(provider), 'a sign-in provider failed');
  const { url = '' } = response === 'late' ? {} : ((await response.clone().json()) as { url?: string });
  const target = URL.canParse(url) ? new URL(url) : null;
  const state = target?.searchParams.get('state') ?? null;
  if (response === 'late' || state === null) {
    return goOn(pageOf(purpose, { problem: target?.searchParams.has('csrf') ? 'stale' : 'provider' }));
  }
  response.headers.append('Set-Cookie', await flowCookie(runtime, { ...purpose, provider: provider.id, state }));
  return response;
}

/**
 * Takes somebody in who comes back from a provider. Only the browser that left comes back, once, and with what it left for.
 * @param nextAuth has next-auth check the answer, and call `arrive` with whom the provider vouches for
 */
export async function returnFromProvider(
  { request, runtime, client, provider }: Asked,
  throttle: Throttle,
  nextAuth: (arrive: AuthRequest['arrive']) => Promise<Response>,
): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const flow = await readFlow(runtime, request.headers);
  const isOurs =
    flow !== null && flow.for !== 'confirm' && flow.provider === provider.id && flow.state === query.get('state');
  // What another window is in the middle of stays.
  if (!isOurs) return redirect(client, '/sign-in?problem=stale', []);
  const error = query.get('error');
  if (error !== null) {
    const problem = error === 'access_denied' ? 'cancelled' : 'provider';
    return redirect(client, pageOf(flow, { problem }), [noFlowCookie(runtime.env)]);
  }

  let arrival: Arrival = { page: pageOf(flow, { problem: 'provider' }) };
  let isOver = false;
  const response = await inTime(() =>
    nextAuth(async (user) => {
      if (isOver) return false;
      arrival = await arrive({ request, runtime, client, throttle }, flow, user.account);
      if (arrival.sessionId === undefined) return false;
      user.sessionId = arrival.sessionId;
      return true;
    }),
  );
  isOver = true;
  if (response === 'late') runtime.log.warn(lateOf(provider), 'a sign-in provider failed');
  if (response === 'busy') return redirect(client, pageOf(flow, { problem: 'busy' }), []);
  const done = arrival.cookie ?? noFlowCookie(runtime.env);
  return redirect(client, arrival.page, [...(response === 'late' ? [] : response.headers.getSetCookie()), done]);
}

/** Where somebody goes on; with a session that has begun, or a flow that goes on. */
interface Arrival {
  page: string;
  sessionId?: string;
  cookie?: string;
}

async function arrive(
  { request, runtime, client, throttle }: Omit<Asked, 'provider'> & { throttle: Throttle },
  flow: UnderWay,
  account: ProviderAccount,
): Promise<Arrival> {
  const { requestId, address, userAgent } = client;
  const asked = { requestId, now: new Date(), sender: { address, userAgent } };
  const failed = (problem: Problem): Arrival => ({ page: pageOf(flow, { problem }) });
  try {
    if (flow.for === 'link') {
      const actor = await readSession(runtime, readCookie(request.headers, sessionCookie(runtime.env).name), asked.now);
      if (actor?.sessionId !== flow.sessionId) return failed('stale');
      await linkIdentity(createCtx(runtime, actor, asked), account);
      return { page: '/account' };
    }
    const inviteToken = flow.for === 'invite' ? flow.inviteToken : null;
    const answer = await signInWithProvider(createAnonymousCtx(runtime, asked), account, {
      inviteToken,
      address,
      throttle,
    });
    if (answer.result === 'refused') return failed(answer.reason);
    if (answer.result === 'signed_in') return { page: pageOf(flow), sessionId: answer.sessionId };
    const cookie = await flowCookie(runtime, { for: 'confirm', account, userId: answer.userId });
    return { page: pageOf(flow, { confirm: account.provider }), cookie };
  } catch (error) {
    if (isAppError(error) && error.code === 'conflict') return failed('elsewhere');
    if (isAppError(error) && error.code === 'rate_limited') return failed('busy');
    runtime.log.error({ err: error, request_id: requestId }, 'sign-in failed');
    return failed('busy');
  }
}

async function readPurpose(
  form: URLSearchParams,
  { request, runtime, client }: Omit<Asked, 'provider'>,
): Promise<Purpose | null> {
  switch (form.get('for')) {
    case 'link': {
      const cookie = readCookie(request.headers, sessionCookie(runtime.env).name);
      const actor = await readSession(runtime, cookie, new Date());
      return actor?.sessionId === undefined ? null : { for: 'link', sessionId: actor.sessionId };
    }
    case 'invite': {
      const inviteToken = form.get('invite_token') ?? '';
      const format = readSecret(inviteToken);
      if (format.ok && format.prefix === 'mwi_') return { for: 'invite', inviteToken };
      return { for: 'sign_in', returnTo: home };
    }
    default:
      return { for: 'sign_in', returnTo: ownPath(form.get('return_to'), client.origin) };
  }
}

const home = '/workspaces';

/** A page of ours, as a path. One that begins with two slashes would be another host. */
function ownPath(text: string | null, origin: string): string {
  if (text === null || !URL.canParse(text, origin)) return home;
  const { origin: its, pathname, search, hash } = new URL(text, origin);
  return its === origin && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : home;
}

/** The page that somebody left from, where they also read what went wrong; without marks it is the one that they wanted. */
function pageOf(purpose: Purpose, marks: { problem?: Problem; confirm?: string } = {}): string {
  const query = new URLSearchParams(marks);
  switch (purpose.for) {
    case 'link':
      return `/account?${query}`;
    case 'invite':
      return query.size === 0 ? `/invite/${purpose.inviteToken}` : `/invite/${purpose.inviteToken}?${query}`;
    case 'sign_in':
      if (query.size === 0) return purpose.returnTo;
      query.set('callbackUrl', purpose.returnTo);
      return `/sign-in?${query}`;
  }
}

function redirect({ origin }: AuthRequest, path: string, cookies: string[]): Response {
  const headers = new Headers({ Location: new URL(path, origin).href });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 302, headers });
}

/** How long somebody waits for a provider, for its silence as for its babble. */
const deadlineMs = 10_000;

const lateOf = ({ id }: SignInProvider) => ({ provider: id, cause: `not done after ${deadlineMs} ms` });

/** Requests that wait for a provider at the same time. */
const waitingMax = 100;
let waiting = 0;

async function inTime(work: () => Promise<Response>): Promise<Response | 'late' | 'busy'> {
  if (waiting >= waitingMax) return 'busy';
  waiting += 1;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), deadlineMs);
  });
  const done = work().finally(() => {
    waiting -= 1;
  });
  try {
    return await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
    // What comes too late, a failure too, is nobody's any more.
    done.catch(() => undefined);
  }
}
