import type { z } from 'zod';
import { CliError } from './cli-error';
import type { Fetch } from './open-fetch';

export interface GatewayTools {
  protocol_version: string;
  server_info: Record<string, unknown>;
  tools: { name: string; description?: string | undefined }[];
}

interface Gateway {
  url: string;
  /** A workspace token. */
  token: string;
  fetch: Fetch;
  /** Of this program, for the gateway's records. */
  version: string;
  signal: AbortSignal;
  debug(text: string): void;
}

const deadlineMs = 15_000;
const pagesMax = 100;
/** The newest revision that begins with `initialize`. */
const protocolVersion = '2025-11-25';

/**
 * What a client finds behind a gateway URL: it connects as one and reads the whole list of tools.
 * @throws CliError `not_signed_in` when the token is refused, with the gateway's own words; `rate_limited`; `failure` for all else.
 */
export async function readGatewayTools(gateway: Gateway): Promise<GatewayTools> {
  const { Initialized, ToolPage } = await import('./gateway-schemas');
  const clientInfo = { name: 'aerostack-cli', version: gateway.version };
  const hello = { protocolVersion, capabilities: {}, clientInfo };
  const { protocolVersion: agreed, serverInfo } = await ask(
    gateway,
    { id: 1, method: 'initialize', params: hello },
    Initialized,
  );
  await post(gateway, { method: 'notifications/initialized' }, agreed);
  const found: GatewayTools = { protocol_version: agreed, server_info: serverInfo, tools: [] };
  let cursor: string | undefined;
  for (let page = 0; page < pagesMax; page += 1) {
    const list = { id: page + 2, method: 'tools/list', params: cursor === undefined ? {} : { cursor } };
    const { tools, nextCursor } = await ask(gateway, list, ToolPage, agreed);
    found.tools.push(...tools);
    cursor = nextCursor;
    if (cursor === undefined) break;
  }
  return found;
}

interface Message {
  id?: number;
  method: string;
  params?: Record<string, unknown>;
}

async function ask<Result>(
  gateway: Gateway,
  message: Message,
  schema: z.ZodType<Result>,
  agreed?: string,
): Promise<Result> {
  const { Answer } = await import('./gateway-schemas');
  const answer = Answer.safeParse(await post(gateway, message, agreed));
  const result = schema.safeParse(answer.data?.result);
  if (result.success) return result.data;
  const said = answer.data?.error?.message ?? 'what it answers is not what MCP says';
  throw new CliError('failure', `${message.method} at ${gateway.url} failed: ${said}.`, { cause: result.error });
}

/** Sends one message. @returns the body of the answer; null when it is no JSON, as a notification's is. */
async function post(gateway: Gateway, message: Message, agreed?: string): Promise<unknown> {
  const { url, token, fetch, signal, debug } = gateway;
  const startedMs = performance.now();
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      // Who takes no event stream is answered in JSON.
      Accept: 'application/json',
      ...(agreed === undefined ? {} : { 'MCP-Protocol-Version': agreed }),
    },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)]),
  }).catch((cause: unknown) => {
    throw new CliError('failure', `The gateway at ${url} did not answer. Find out why: aerostack doctor`, { cause });
  });
  const body: unknown = await answer.json().catch(() => null);
  const tookMs = Math.round(performance.now() - startedMs);
  debug(`${message.method} at ${url} → HTTP ${answer.status} in ${tookMs} ms`);
  if (answer.status < 200 || answer.status > 299) throw await explainRefusal(url, answer, body);
  return body;
}

async function explainRefusal(url: string, { status, headers }: Response, body: unknown): Promise<CliError> {
  const { Answer } = await import('./gateway-schemas');
  const said = Answer.safeParse(body).data?.error?.message ?? `HTTP ${status}, and not in Aerostack’s words`;
  if (status === 401) return new CliError('not_signed_in', `The gateway refuses the token: ${said}`);
  if (status === 429)
    return new CliError('rate_limited', `${said}. Try again in ${headers.get('retry-after') ?? '60'} s.`);
  return new CliError('failure', `The gateway at ${url} refuses: ${said}`);
}
