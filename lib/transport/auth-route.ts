import type { NextRequest } from 'next/server';
import NextAuth from 'next-auth';
import { pinNextAuthOrigin } from '../env';
import { newId } from '../ids';
import { getRuntime } from '../server/runtime';
import { authOptions } from './auth-options';
import { clientAddress } from './client-address';
import { problemResponse, toAppError } from './problem';
import { ownOriginOf, refuseForeignOrigin } from './same-origin';

interface AuthContext {
  params: Promise<{ nextauth: string[] }>;
}

/** next-auth's own routes below `/api/auth`: sign in, sign out, CSRF token, session. */
export async function authRoute(request: NextRequest, context: AuthContext): Promise<Response> {
  const runtime = getRuntime();
  const requestId = newId();
  try {
    if (request.method !== 'GET') refuseForeignOrigin(request.headers, runtime.env);
    const origin = ownOriginOf(request.headers, runtime.env);
    pinNextAuthOrigin(runtime.env.url);
    const { headers } = request;
    const client = { requestId, address: clientAddress(headers), userAgent: headers.get('user-agent'), origin };
    const response: Response = await NextAuth(request, context, authOptions(runtime, client));
    response.headers.set('X-Request-Id', requestId);
    response.headers.set('Cache-Control', 'no-store');
    return response;
  } catch (thrown) {
    const error = toAppError(thrown);
    if (error.code === 'internal') runtime.log.error({ err: error.cause, request_id: requestId }, 'request failed');
    return problemResponse(error, requestId);
  }
}
