import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { createCtx } from '../access/create-ctx';
import { createThrottle } from '../access/throttle';
import { linkIdentity } from '../account/link-identity';
import type { Person } from '../account/schemas';
import { signInProviders } from '../account/sign-in-providers';
import { pinNextAuthOrigin } from '../env';
import { notFound } from '../errors';
import { newId } from '../ids';
import { getRuntime, type Runtime } from '../server/runtime';
import { type AuthRequest, authOptions } from './auth-options';
import { clientAddress } from './client-address';
import { noFlowCookie, readFlow } from './flow-cookie';
import { logRequest } from './log-request';
import { problemResponse, toAppError } from './problem';
import { leaveForProvider, returnFromProvider } from './provider-routes';
import { readText } from './read-json';
import { ownOriginOf, refuseForeignOrigin } from './same-origin';

interface AuthContext {
  params: Promise<{ nextauth: string[] }>;
}

/** What we serve of next-auth. Its `_log`, where anyone may write into the server's log, is not among it. */
const actions = ['csrf', 'providers', 'session', 'signin', 'signout', 'callback', 'error'];

/** next-auth's own routes below `/api/auth`: sign in, sign out, CSRF token, session. */
export async function authRoute(request: NextRequest, context: AuthContext): Promise<Response> {
  const runtime = getRuntime();
  const requestId = newId();
  const startedMs = performance.now();
  const [action = ''] = (await context.params).nextauth;
  const route = actions.includes(action) ? `/api/auth/${action}` : '/api/auth';
  const answered = { request, route, requestId, userId: null, startedMs };
  try {
    if (!actions.includes(action)) throw notFound();
    const response = await answer(request, context, { runtime, requestId });
    logRequest(runtime.log, { ...answered, status: response.status });
    return response;
  } catch (thrown) {
    const error = toAppError(thrown);
    const response = problemResponse(error, requestId);
    logRequest(runtime.log, { ...answered, status: response.status, error });
    return response;
  }
}

/** One throttle for all sign-ins of this process. */
const throttle = createThrottle();

async function answer(request: NextRequest, context: AuthContext, asked: { runtime: Runtime; requestId: string }) {
  const { runtime, requestId } = asked;
  const { headers } = request;
  if (request.method !== 'GET') refuseForeignOrigin(headers, runtime.env);
  const client: AuthRequest = {
    requestId,
    address: clientAddress(headers),
    userAgent: headers.get('user-agent'),
    origin: ownOriginOf(headers, runtime.env),
    throttle,
  };
  pinNextAuthOrigin(runtime.env.url);
  const response = await route(request, context, { runtime, client });
  response.headers.set('X-Request-Id', requestId);
  response.headers.set('Cache-Control', 'no-store');
  return response;
}

async function route(
  request: NextRequest,
  context: AuthContext,
  { runtime, client }: { runtime: Runtime; client: AuthRequest },
): Promise<Response> {
  const [action, id] = (await context.params).nextauth;
  const body = request.method === 'POST' ? await readText(request, 'application/x-www-form-urlencoded') : null;
  const nextAuth = (more: Partial<AuthRequest>, url = request.url): Promise<Response> => {
    const { method, headers } = request;
    // next-auth would read a body of any size, and any kind; it gets the one that was read.
    const read = body === null ? request : new NextRequest(url, { method, headers, body });
    return NextAuth(read, context, authOptions(runtime, { ...client, ...more }));
  };
  const provider = signInProviders(runtime.env).find((one) => one.id === id);
  if (provider !== undefined && action === 'signin' && body !== null) {
    const form = new URLSearchParams(body);
    // Without the query: next-auth would hand it on to the provider.
    const { origin, pathname } = request.nextUrl;
    return leaveForProvider({ request, runtime, client, provider }, form, () => nextAuth({}, `${origin}${pathname}`));
  }
  if (provider !== undefined && action === 'callback' && request.method === 'GET') {
    return returnFromProvider({ request, runtime, client, provider }, throttle, (arrive) => nextAuth({ arrive }));
  }
  return confirming(request, { runtime, client }, nextAuth);
}

/** With the right password an account at a provider is linked that has waited for it in this browser. */
async function confirming(
  request: NextRequest,
  { runtime, client }: { runtime: Runtime; client: AuthRequest },
  nextAuth: (more: Partial<AuthRequest>) => Promise<Response>,
): Promise<Response> {
  const flow = request.method === 'POST' ? await readFlow(runtime, request.headers) : null;
  if (flow?.for !== 'confirm') return nextAuth({});
  let isConfirmed = false;
  const entered = async (user: Person) => {
    if (user.id !== flow.userId) return;
    const { requestId, address, userAgent } = client;
    const ctx = createCtx(
      runtime,
      { kind: 'user', via: 'session', ...user },
      { requestId, sender: { address, userAgent } },
    );
    // A right password signs in, whatever becomes of the link.
    await linkIdentity(ctx, flow.account).catch((err: unknown) =>
      runtime.log.error({ err, request_id: requestId }, 'not linked'),
    );
    isConfirmed = true;
  };
  const response = await nextAuth({ entered });
  if (isConfirmed) response.headers.append('Set-Cookie', noFlowCookie(runtime.env));
  return response;
}
