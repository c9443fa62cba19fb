import { latestLegacyVersion } from '../mcp-protocol';
import { CliError } from './cli-error';
import { explainSilence } from './explain-failure';
import { openFetch } from './open-fetch';
import { proxyVariable } from './proxy-for';
import { deadlineMs, type Message, parseMessage, type RpcLine } from './rpc-line';
import type { Tools } from './tools';

const bytesMax = 64 * 1024 * 1024;

/** Streamable HTTP, with the headers of a client's configuration. */
export async function openHttp(
  { env, output, signal: interrupted }: Pick<Tools, 'env' | 'output' | 'signal'>,
  url: string,
  given: Record<string, string>,
): Promise<RpcLine> {
  const fetch = await openFetch(env, url);
  const headers: Record<string, string> = {
    ...given,
    Accept: 'application/json, text/event-stream',
    'Content-Type': 'application/json',
  };
  return {
    async send(message, signal) {
      const startedMs = performance.now();
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers,
          body: JSON.stringify({ jsonrpc: '2.0', ...message }),
          redirect: 'manual',
          signal: AbortSignal.any([interrupted, AbortSignal.timeout(deadlineMs), ...(signal ? [signal] : [])]),
        });
        const tookMs = Math.round(performance.now() - startedMs);
        output.debug(`${message.method} at ${url} → HTTP ${answer.status} in ${tookMs} ms`);
        const session = answer.headers.get('mcp-session-id');
        if (session !== null) headers['Mcp-Session-Id'] = session;
        headers['MCP-Protocol-Version'] = latestLegacyVersion;
        return readAnswer(message.id, answer, await readText(answer));
      } catch (error) {
        if (error instanceof CliError) throw error;
        const proxy = proxyVariable(env, url);
        throw explainSilence(error, { origin: new URL(url).origin, method: 'GET', deadlineMs, proxy });
      }
    },
    close() {
      // A session that nobody uses any more; servers forget it anyway.
      if (headers['Mcp-Session-Id'] === undefined) return;
      void fetch(url, { method: 'DELETE', headers, redirect: 'manual', signal: AbortSignal.timeout(1_000) }).catch(
        () => {},
      );
    },
  };
}

async function readText(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of answer.body ?? []) {
    length += chunk.byteLength;
    if (length > bytesMax) throw new CliError('failure', 'The answer is larger than 64 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function readAnswer(id: unknown, { status, headers }: Response, text: string): Message {
  const isStream = headers.get('content-type')?.includes('text/event-stream') === true;
  const parts = isStream ? text.split(/\r?\n\r?\n/).map(dataOf) : [text];
  const messages = parts.flatMap(parseMessage);
  const answer = messages.find((one) => one.id === id) ?? messages.find((one) => one.error !== undefined);
  if (answer !== undefined && status < 400) return answer;
  if (answer?.error !== undefined) return { error: answer.error, status, retryAfter: headers.get('retry-after') };
  if (id === undefined && status < 300) return {};
  throw new CliError('failure', `It answers with HTTP ${status}, and not as an MCP server does.`);
}

const dataOf = (event: string) =>
  event
    .split(/\r?\n/)
    .flatMap((line) => (line.startsWith('data:') ? [line.slice(5).trimStart()] : []))
    .join('\n');
