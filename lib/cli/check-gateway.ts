import { version } from '../../package.json';
import { latestLegacyVersion } from '../mcp-protocol';
import { type Check, type Finding, failed, ok, skipped, warning } from './check';
import { CliError } from './cli-error';
import { howToGetToken, type Place, readToken } from './gateway-access';
import { openHttp } from './http-line';
import type { Message, RpcLine } from './rpc-line';
import type { Tools } from './tools';

/** What a client meets: the token, the handshake, the list of tools. */
export function gatewayChecks(tools: Tools, place: Place, slug: string | undefined): Check[] {
  let token: string | null = null;
  let line: RpcLine | null = null;
  let isOpen = false;
  return [
    {
      name: 'token',
      async run() {
        if (slug === undefined) return skipped('needs a workspace');
        try {
          token = readToken(tools, place, slug);
        } catch (error) {
          if (error instanceof CliError) return failed('cannot be used', error.message, error.kind);
          throw error;
        }
        if (token === null) return skipped(`there is none for ${slug}`, howToGetToken(slug));
        return ok(tools.env.AEROSTACK_MCP_TOKEN?.trim() ? 'of AEROSTACK_MCP_TOKEN' : `of profile ${place.profile}`);
      },
    },
    {
      name: 'initialize',
      async run(signal) {
        if (token === null) return skipped('needs a token');
        const clientInfo = { name: 'aerostack-doctor', version };
        const params = { protocolVersion: latestLegacyVersion, capabilities: {}, clientInfo };
        line = await openHttp(tools, `${place.origin}/ws/${slug}`, { Authorization: `Bearer ${token}` });
        const { result, finding } = await ask(line, 'initialize', params, signal);
        if (result === null) return finding;
        isOpen = true;
        return ok(`the gateway speaks ${String(result.protocolVersion)}`);
      },
    },
    {
      name: 'tools/list',
      async run(signal) {
        if (line === null || !isOpen) return skipped('needs the handshake');
        const { result, finding } = await ask(line, 'tools/list', {}, signal);
        line.close();
        if (result === null) return finding;
        const count = Array.isArray(result.tools) ? result.tools.length : 0;
        const more = result.nextCursor === undefined ? '' : ' and more';
        if (count > 0) return ok(`${count}${more} tools`);
        return warning('no tools', 'Add a server to the workspace, or widen the token’s scope.');
      },
    },
  ];
}

interface Asked {
  result: Record<string, unknown> | null;
  finding: Finding;
}

async function ask(line: RpcLine, method: string, params: object, signal: AbortSignal): Promise<Asked> {
  try {
    const answer = await line.send({ id: 1, method, params }, signal);
    return { result: answer.result ?? null, finding: refusal(answer) };
  } catch (error) {
    if (error instanceof CliError) return { result: null, finding: failed('no answer', error.message, error.kind) };
    throw error;
  }
}

function refusal({ error, status = 200, retryAfter }: Message): Finding {
  const said = `refused (HTTP ${status})`;
  const words = String(error?.message ?? 'It gives no reason.');
  if (status === 429) return failed(said, `${words}. Try again in ${retryAfter} s.`, 'rate_limited');
  return failed(said, words, status === 401 ? 'not_signed_in' : 'failure');
}
