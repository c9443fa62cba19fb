import { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { pinNextAuthOrigin } from '../env';
import { notFound } from '../errors';
import { newId } from '../ids';
import { getRuntime, type Runtime } from '../server/runtime';
import { authOptions } from './auth-options';
import { clientAddress } from './client-address';
import { logRequest } from './log-request';
import { problemResponse, toAppError } from './problem';
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

async function answer(request: NextRequest, context: AuthContext, asked: { runtime: Runtime; requestId: string }) {
  const { runtime, requestId } = asked;
  const { headers } = request;
  if (request.method !== 'GET') refuseForeignOrigin(headers, runtime.env);
  const client = {
    requestId,
    address: clientAddress(headers),
    userAgent: headers.get('user-agent'),
    origin: ownOriginOf(headers, runtime.env),
  };
  pinNextAuthOrigin(runtime.env.url);
  const response: Response = await NextAuth(await withReadBody(request), context, authOptions(runtime, client));
  response.headers.set('X-Request-Id', requestId);
  response.headers.set('Cache-Control', 'no-store');
  return response;
}

/** The same request with its form read: next-auth would read a body of any size, and any kind. */
async function withReadBody(request: NextRequest): Promise<NextRequest> {
  if (request.method !== 'POST') return request;
  const body = await readText(request, 'application/x-www-form-urlencoded');
  return new NextRequest(request.url, { method: 'POST', headers: request.headers, body });
}
