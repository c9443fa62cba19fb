import { rpcCodes } from '../mcp-protocol';
import type { RateVerdict } from '../rate-limit/rate-counter';
import type { TokenFacts } from './deps';
import { isOfWorkspace } from './rate-claims';

/** What a door writes to the socket. An iterable body is a stream of server-sent events. */
export interface GatewayResponse {
  status: number;
  /** The door's to complete. */
  headers: Record<string, string>;
  body: string | Buffer | AsyncIterable<string | Buffer> | null;
}

type Headers = Record<string, string>;

/** As for every other answer of this server: what it says is its type is its type. */
const sniffing = 'x-content-type-options';

/** Each of these takes `headers` over and completes them: on the path of a call a copy is what costs. */
export function jsonResponse(status: number, body: string, headers: Headers = {}): GatewayResponse {
  headers['content-type'] = 'application/json';
  headers[sniffing] = 'nosniff';
  headers['cache-control'] = 'no-store';
  return { status, headers, body };
}

export function emptyResponse(status: number, headers: Headers = {}): GatewayResponse {
  headers['cache-control'] = 'no-store';
  headers[sniffing] = 'nosniff';
  return { status, headers, body: null };
}

export function streamResponse(body: AsyncIterable<string>, headers: Headers): GatewayResponse {
  headers['content-type'] = 'text/event-stream';
  headers[sniffing] = 'nosniff';
  headers['cache-control'] = 'no-cache, no-transform';
  headers['x-accel-buffering'] = 'no';
  return { status: 200, headers, body };
}

/** `id` is JSON text, so that it comes back byte for byte. */
export const resultText = (id: string, result: string): string => `{"jsonrpc":"2.0","id":${id},"result":${result}}`;

export function errorText(id: string | null, code: number, message: string, data?: unknown): string {
  const details = data === undefined ? '' : `,"data":${JSON.stringify(data)}`;
  return `{"jsonrpc":"2.0","id":${id ?? 'null'},"error":{"code":${code},"message":${JSON.stringify(message)}${details}}}`;
}

/**
 * 401 as RFC 6750 §3 words it. Callers without, with an unknown and with someone else's token get the same bytes;
 * only `error` in the challenge says whether one was sent at all.
 */
export const unauthorized = (message: string, wasSent: boolean): GatewayResponse =>
  jsonResponse(401, errorText(null, rpcCodes.unauthorized, message), {
    'www-authenticate': challenge(wasSent),
  });

/** RFC 6750 §3: `error` only says whether a token was sent at all. */
export const challenge = (wasSent: boolean): string =>
  `Bearer realm="aerostack"${wasSent ? ', error="invalid_token"' : ''}`;

/** For a token the published answer over the rate, to the letter; when to come back is said in headers only. */
export function rateLimited(id: string | null, rate: Headers, verdict: RateVerdict): GatewayResponse {
  rate['retry-after'] = seconds(verdict.resetMs);
  const message = isByWorkspace(verdict)
    ? `Workspace rate limit exceeded: its tokens may make ${verdict.limit} requests in 60 seconds between them.`
    : 'Rate limit exceeded';
  return jsonResponse(429, errorText(id, rpcCodes.server, message), rate);
}

const isByWorkspace = ({ refused }: RateVerdict): boolean => refused !== null && isOfWorkspace(refused);

/**
 * On every authenticated answer: draft-ietf-httpapi-ratelimit-headers-11, the older `X-RateLimit-*`, what to ask about, and when the
 * token ends, so that whoever runs the client can change it in time.
 */
export function tokenHeaders(
  { expiresAtMs }: TokenFacts,
  verdict: RateVerdict,
  nowMs: number,
  requestId: string,
): Record<string, string> {
  const reset = seconds(verdict.resetMs);
  const policy = isByWorkspace(verdict) ? 'workspace' : 'token';
  const headers: Record<string, string> = {
    ratelimit: `"${policy}";r=${verdict.remaining};t=${reset}`,
    'ratelimit-policy': `"${policy}";q=${verdict.limit};w=60`,
    'x-ratelimit-limit': String(verdict.limit),
    'x-ratelimit-remaining': String(verdict.remaining),
    'x-ratelimit-reset': String(Math.ceil((nowMs + verdict.resetMs) / 1000)),
    'x-request-id': requestId,
  };
  if (expiresAtMs !== null) headers['aerostack-token-expires'] = new Date(expiresAtMs).toISOString();
  return headers;
}

const seconds = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)));
