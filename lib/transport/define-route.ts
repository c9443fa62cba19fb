import type { z } from 'zod';
import { createAnonymousCtx, createCtx } from '../access/create-ctx';
import type { AnonymousCtx, Ctx, Sender } from '../access/ctx';
import type { UserActor } from '../access/read-session';
import { isRefusal, recordRefusal } from '../audit/record-refusal';
import { AppError, notFound } from '../errors';
import { newId } from '../ids';
import { getRuntime, type Runtime } from '../server/runtime';
import { authenticate, identify } from './authenticate';
import { clientAddress } from './client-address';
import type { Endpoint, ParamsOf } from './endpoint';
import { logRequest } from './log-request';
import { problemResponse, toAppError } from './problem';
import { readJson } from './read-json';

/** What a route hands to its verb. Query and input are as they came: the verb parses them, after it has authorized. */
export interface Received<Path extends string, Query extends z.ZodType, Input extends z.ZodType> {
  params: ParamsOf<Path>;
  query: z.input<Query>;
  input: z.input<Input>;
}

/** For whoever need not be known by a credential: where they are, what a signature of theirs is over, and who they are if they say it. */
interface Stranger {
  address: string;
  headers: Headers;
  /** The body as it arrived; empty where the endpoint takes none. */
  bytes: Buffer;
  /** Asked by the few verbs that serve strangers and people; null for a stranger. */
  who(): Promise<UserActor | null>;
}

interface Asked {
  request: Request;
  params: Record<string, string>;
  requestId: string;
  runtime: Runtime;
}

/** A file, sent as it is read; without a body where only its headers are asked for. */
export interface Download {
  headers: Record<string, string>;
  body: ReadableStream<Uint8Array> | null;
}

type Outcome = { body: unknown } | { download: Download };

type Answered = Outcome & {
  /** For the log; null where nobody has to be signed in. */
  userId: string | null;
};

/** An endpoint together with what answers it. */
export interface Served {
  endpoint: Endpoint;
  answer(asked: Asked): Promise<Answered>;
}

/** Binds an endpoint to its verb. Nobody gets through without a living session or API key. */
export function serve<Path extends string, Query extends z.ZodType, Input extends z.ZodType, Output extends z.ZodType>(
  endpoint: Endpoint<Path, Query, Input, Output>,
  verb: (received: Received<Path, Query, Input> & { ctx: Ctx }) => Promise<z.input<Output>>,
): Served {
  return serveUser(endpoint, async (received) => ({ body: await verb(received) }));
}

/** The same for whatever may answer otherwise than with JSON. */
export function serveUser<Path extends string, Query extends z.ZodType, Input extends z.ZodType>(
  endpoint: Endpoint<Path, Query, Input>,
  answer: (received: Received<Path, Query, Input> & { ctx: Ctx }, request: Request) => Promise<Outcome>,
): Served {
  return {
    endpoint,
    async answer(asked) {
      const now = new Date();
      const actor = await authenticate(asked.request, asked.runtime, now);
      const ctx = createCtx(asked.runtime, actor, { ...asked, now, sender: senderOf(asked.request) });
      const received = await receive(endpoint, asked);
      try {
        return { ...(await answer({ ctx, ...received }, asked.request)), userId: actor.id };
      } catch (error) {
        const { method, path } = endpoint;
        const { slug } = asked.params;
        if (method !== 'GET' && slug !== undefined && isRefusal(error)) {
          await recordRefusal(ctx, slug, `${method} ${path}`, error);
        }
        throw error;
      }
    },
  };
}

/** Binds a public endpoint to its verb, which gets no actor. */
export function servePublic<
  Path extends string,
  Query extends z.ZodType,
  Input extends z.ZodType,
  Output extends z.ZodType,
>(
  endpoint: Endpoint<Path, Query, Input, Output>,
  verb: (received: Received<Path, Query, Input> & Stranger & { ctx: AnonymousCtx }) => Promise<z.input<Output>>,
): Served {
  if (endpoint.isPublic !== true) throw new Error(`${endpoint.method} ${endpoint.path} is not on the public list.`);
  return {
    endpoint,
    async answer(asked) {
      const sender = senderOf(asked.request);
      const ctx = createAnonymousCtx(asked.runtime, { ...asked, sender });
      const { headers } = asked.request;
      const { address } = sender;
      const who = () => identify(asked.request, asked.runtime, ctx.now);
      return { body: await verb({ ctx, address, headers, who, ...(await receive(endpoint, asked)) }), userId: null };
    },
  };
}

const senderOf = ({ headers }: Request): Sender & { address: string } => ({
  address: clientAddress(headers),
  userAgent: headers.get('user-agent'),
});

const nothing = { value: undefined, bytes: Buffer.alloc(0) };

async function receive<Path extends string, Query extends z.ZodType, Input extends z.ZodType>(
  endpoint: Endpoint<Path, Query, Input>,
  { request, params }: Asked,
): Promise<Received<Path, Query, Input> & Pick<Stranger, 'bytes'>> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const body = endpoint.input === undefined ? nothing : await readJson(request);
  return { params, query, input: body.value, bytes: body.bytes } as Received<Path, Query, Input> &
    Pick<Stranger, 'bytes'>;
}

const methods = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** Next has nothing to promise where the path has no parameters. */
type Context = { params: Promise<Record<string, string> | undefined> };
type RouteHandler = (request: Request, context: Context) => Promise<Response>;

const forEveryMethod = <T>(handlerOf: (method: (typeof methods)[number]) => T) =>
  Object.fromEntries(methods.map((method) => [method, handlerOf(method)])) as Record<(typeof methods)[number], T>;

/** The exports of a `route.ts`: a handler for every method, so that what is not served answers 405 in our own words. */
export function defineRoute(...served: Served[]) {
  const byMethod = new Map<string, Served>(served.map((one) => [one.endpoint.method, one]));
  const allowed = [...byMethod.keys(), ...(byMethod.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  const headers = { Allow: allowed };

  return forEveryMethod((method): RouteHandler => {
    const one = byMethod.get(method === 'HEAD' ? 'GET' : method);
    if (one !== undefined) return async (request, { params }) => respond(one, request, (await params) ?? {});
    if (method === 'OPTIONS') return async () => new Response(null, { status: 204, headers });
    const error = new AppError('method_not_allowed', `This path does not take ${method}. Allowed: ${allowed}.`);
    return async () => problemResponse(error, newId(), headers);
  });
}

/** The exports for every path below `/api/v1` that is no endpoint. */
export const unknownPath = () => forEveryMethod(() => async () => problemResponse(notFound(), newId()));

async function respond(served: Served, request: Request, params: Record<string, string>): Promise<Response> {
  const runtime = getRuntime();
  const requestId = newId();
  const startedMs = performance.now();
  const log = (status: number, userId: string | null, error?: AppError) =>
    logRequest(runtime.log, { request, route: served.endpoint.path, requestId, status, userId, startedMs, error });
  try {
    const answered = await served.answer({ request, params, requestId, runtime });
    const { status } = served.endpoint;
    log(status, answered.userId);
    const headers = { 'Cache-Control': 'no-store', 'X-Request-Id': requestId };
    if ('download' in answered) {
      const { download } = answered;
      return new Response(download.body, { status, headers: { ...headers, ...download.headers } });
    }
    if (status === 204) return new Response(null, { status, headers });
    const text = request.method === 'HEAD' ? null : JSON.stringify(answered.body);
    return new Response(text, { status, headers: { ...headers, 'Content-Type': 'application/json' } });
  } catch (thrown) {
    const error = toAppError(thrown);
    const response = problemResponse(error, requestId);
    log(response.status, null, error);
    return request.method === 'HEAD' ? new Response(null, response) : response;
  }
}
