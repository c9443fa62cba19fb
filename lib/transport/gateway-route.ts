import { after } from 'next/server';
import type { GatewayRequest, GatewayResponse } from '../gateway/handle-request';
import { getRuntime, type Runtime } from '../server/runtime';
import { splitTarget } from '../server/split-target';
import { refreshStale } from '../servers/refresh-stale';
import { gatewayPeer } from './client-address';

/** The gateway behind a Web `Request`: what `next dev` and serverless hosts use. Our own server does without these objects. */
export async function gatewayRoute(request: Request): Promise<Response> {
  // Taken from the address and not from Next, so that a slug is read alike at both doors.
  const { slug } = splitTarget(new URL(request.url).pathname);
  if (slug === null) return new Response('Not found\n', { status: 404, headers: { 'cache-control': 'no-store' } });
  const runtime = getRuntime();
  const asked = fromWeb(request, slug, runtime.env.trustedProxies);
  const answer = await runtime.gateway.handle(asked);
  if (!runtime.env.background) after(() => catchUp(runtime, slug, answer.status));
  // A refusal may be ready before its request has arrived. Who still sends would not come to reading it.
  if (!request.bodyUsed) await asked.readBody(0);
  return new Response(bodyOf(answer.body), { status: answer.status, headers: answer.headers });
}

/** Where a process may be frozen as soon as it has answered, what others do in the background belongs to the request. */
async function catchUp(runtime: Runtime, slug: string, status: number): Promise<void> {
  await runtime.usage.flush();
  if (status === 200) await refreshStale(runtime, { slug, holder: runtime.instances.id }, new Date());
}

function fromWeb(request: Request, slug: string, trustedProxies: string[]): GatewayRequest {
  return {
    method: request.method,
    slug,
    query: new URL(request.url).search.slice(1),
    headers: Object.fromEntries(request.headers),
    peer: gatewayPeer(request.headers, trustedProxies),
    readBody: (maxBytes) => readBody(request, maxBytes),
    onClose: (listener) => request.signal.addEventListener('abort', listener, { once: true }),
  };
}

/** Of a body over the bound this much is still read and thrown away, so that its client comes to reading the answer. */
const discardedBytesMax = 64 * 1024 * 1024;

async function readBody(request: Request, bytesMax: number): Promise<Buffer | 'too_large'> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > discardedBytesMax) break;
    if (length <= bytesMax) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length > bytesMax ? 'too_large' : Buffer.concat(chunks, length);
}

function bodyOf(body: GatewayResponse['body']): BodyInit | null {
  if (body === null || typeof body === 'string') return body;
  if (Buffer.isBuffer(body)) return new Uint8Array(body);
  return streamOf(body[Symbol.asyncIterator]());
}

/** Pulls a piece only when the client has taken the last one; a client that leaves ends the source. */
function streamOf(source: AsyncIterator<string | Buffer>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await source.next();
      if (done) controller.close();
      else controller.enqueue(typeof value === 'string' ? encoder.encode(value) : value);
    },
    async cancel() {
      await source.return?.();
    },
  });
}
