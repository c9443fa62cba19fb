import type { z } from 'zod';
import { CliError } from './cli-error';
import { explainRefusal, explainSilence } from './explain-failure';
import type { Fetch } from './open-fetch';

export interface RestRequest {
  method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Below `/api/v1`, one entry per segment, as typed by people. */
  path: readonly string[];
  query?: Record<string, string>;
  body?: unknown;
  /** What to say when the answer is 404, or how to find out. */
  missing?: string | ((rest: Rest) => Promise<string>);
}

/** The body as it came, for `--json`, and what the schema makes of it. A success without one (204) counts as `{}`. */
export interface RestAnswer<Value> {
  body: Record<string, unknown>;
  value: Value;
  /** The server's clock, to the second, where the answer told it. */
  date?: string | null;
}

export interface Rest {
  /** @throws CliError for every answer but a success of the expected shape, and when none comes. */
  send<Value>(request: RestRequest, schema: z.ZodType<Value>): Promise<RestAnswer<Value>>;
}

interface Door {
  origin: string;
  /** Null for what nobody has to be signed in for. */
  apiKey: string | null;
}

interface RestOptions {
  version: string;
  debug(text: string): void;
  signal?: AbortSignal;
  /** Node's own, unless a proxy is in the way. */
  fetch?: Fetch;
  /** The variable that names the proxy. */
  proxy?: string | undefined;
  deadlineMs?: number | undefined;
}

const bodyBytesMax = 16 * 1024 * 1024;

/** The REST API of one installation, as the owner of the key. Nothing is sent twice, and no redirect is followed with a key in hand. */
export function openRest(settings: Door, options: RestOptions): Rest {
  const { version, debug, signal, proxy, deadlineMs = 30_000 } = options;
  const means = { fetch: options.fetch ?? fetch, signal, deadlineMs };
  const headers = {
    ...(settings.apiKey === null ? {} : { Authorization: `Bearer ${settings.apiKey}` }),
    Accept: 'application/json',
    'User-Agent': `aerostack-cli/${version}`,
  };
  const rest: Rest = {
    async send(request, schema) {
      const url = urlOf(settings.origin, request);
      const startedMs = performance.now();
      const answer = await exchange(url, request, headers, means).catch((error) => {
        throw explainSilence(error, { origin: settings.origin, method: request.method, deadlineMs, proxy });
      });
      const requestId = answer.headers.get('x-request-id') ?? 'none';
      const tookMs = Math.round(performance.now() - startedMs);
      debug(`${request.method} ${url} → HTTP ${answer.status} in ${tookMs} ms, request id ${requestId}`);
      const body = answer.status === 204 ? {} : parseObject(answer.text);
      if (answer.status < 200 || answer.status > 299 || body === null) {
        const isMissing = answer.status === 404 && body !== null;
        const missing = isMissing ? await describeMissing(request, rest) : undefined;
        throw await explainRefusal({ origin: settings.origin, url, body, ...answer, missing });
      }
      const parsed = schema.safeParse(body);
      if (parsed.success) return { body, value: parsed.data, date: answer.headers.get('date') };
      throw new CliError(
        'failure',
        `${settings.origin} gave an answer that aerostack ${version} does not understand. Use the CLI of the server’s version, and check AEROSTACK_URL.`,
        { cause: parsed.error },
      );
    },
  };
  return rest;
}

const describeMissing = async ({ missing }: RestRequest, rest: Rest) =>
  typeof missing === 'function' ? missing(rest) : missing;

function urlOf(origin: string, { path, query }: RestRequest): string {
  // What is empty or dots would climb to another path; `_` is in no slug and no id, so it is not found, as it should be.
  const segments = path.map((segment) => encodeURIComponent(segment.replace(/^\.{0,2}$/, '_')));
  const search = query === undefined ? '' : `?${new URLSearchParams(query)}`;
  return `${origin}/api/v1/${segments.join('/')}${search}`;
}

interface Means {
  fetch: Fetch;
  signal: AbortSignal | undefined;
  deadlineMs: number;
}

/** The deadline covers the answer to its last byte. */
async function exchange(
  url: string,
  { method, body }: RestRequest,
  headers: Record<string, string>,
  { fetch, signal, deadlineMs }: Means,
) {
  const answer = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
    redirect: 'manual',
    signal: AbortSignal.any([AbortSignal.timeout(deadlineMs), ...(signal === undefined ? [] : [signal])]),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, text: await readText(answer) };
}

async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.byteLength;
    if (length > bodyBytesMax) throw new Error(`the answer is larger than ${bodyBytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length).toString('utf8');
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}
