import { getRuntime } from '../server/runtime';
import { answerHealth } from './health';

/** The route handler for one health path, for hosts where Next is the server. Who is at the other end of the socket is not known there. */
export function healthRoute(path: '/livez' | '/readyz' | '/metrics'): (request: Request) => Promise<Response> {
  return async (request) => {
    const { status, headers, body } = await answerHealth(getRuntime(), path, Object.fromEntries(request.headers), null);
    return new Response(body, { status, headers });
  };
}
