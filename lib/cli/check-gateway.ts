import { version } from '../../package.json';
import { latestLegacyVersion } from '../mcp-protocol';
import { type Check, type Finding, failed, ok, skipped, warning } from './check';
import { CliError } from './cli-error';
import { explainSilence } from './explain-failure';
import { howToGetToken, type Place, readToken } from './gateway-access';
import { openFetch } from './open-fetch';
import type { Tools } from './tools';

const bodyCharsMax = 16 * 1024 * 1024;

/** What a client meets: the token, the handshake, the list of tools. */
export function gatewayChecks(tools: Tools, place: Place, slug: string | undefined): Check[] {
  let token: string | null = null;
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
        const { result, finding } = await ask(tools, place, slug, token, 'initialize', params, signal);
        if (result === null) return finding;
        isOpen = true;
        return ok(`the gateway speaks ${String(result.protocolVersion)}`);
      },
    },
    {
      name: 'tools/list',
      async run(signal) {
        if (token === null || !isOpen) return skipped('needs the handshake');
        const { result, finding } = await ask(tools, place, slug, token, 'tools/list', {}, signal);
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

async function ask(
  { env }: Tools,
  { origin }: Place,
  slug: string | undefined,
  token: string,
  method: string,
  params: object,
  signal: AbortSignal,
): Promise<Asked> {
  const headers = {
    Authorization: `Bearer ${token}`,
    'Content-Type': 'application/json',
    Accept: 'application/json',
    'User-Agent': `aerostack-doctor/${version}`,
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  try {
    const fetch = await openFetch(env, origin);
    const answer = await fetch(`${origin}/ws/${slug}`, { method: 'POST', headers, body, redirect: 'manual', signal });
    const said = parse((await answer.text()).slice(0, bodyCharsMax));
    const { result, error } = said;
    if (isObject(result)) return { result, finding: ok('') };
    const words = isObject(error) && typeof error.message === 'string' ? error.message : null;
    return { result: null, finding: refusal(answer, words) };
  } catch (error) {
    const todo = explainSilence(error, { origin, method: 'GET', deadlineMs: 10_000 }).message;
    return { result: null, finding: failed('no answer', todo) };
  }
}

function refusal({ status, headers }: Response, words: string | null): Finding {
  const said = `refused (HTTP ${status})`;
  if (words === null)
    return failed(said, 'What answers at /ws is not Aerostack’s gateway: look at what stands before it.');
  if (status === 429) return failed(said, `${words}. Try again in ${headers.get('retry-after')} s.`, 'rate_limited');
  return failed(said, words, status === 401 ? 'not_signed_in' : 'failure');
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
