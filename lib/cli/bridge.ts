import type { Command } from 'commander';
import { version } from '../../package.json';
import { CliError } from './cli-error';
import { explainSilence } from './explain-failure';
import { checkSlug, howToGetToken, readPlace, readToken } from './gateway-access';
import { describeHelp, workspaceArgument } from './help';
import { proxyVariable } from './proxy-for';
import type { Tools } from './tools';

/** How long the last words may take, to the gateway and to the client. */
const lastWordsMs = 2_000;

export function addBridge(parent: Command, tools: Tools): void {
  const command = parent
    .command('bridge')
    .description(
      'Be the MCP server of a client that speaks stdio only, and pass everything on to a workspace’s gateway.',
    )
    .argument(...workspaceArgument);
  describeHelp(
    command,
    ['AEROSTACK_MCP_TOKEN=… aerostack bridge my-workspace', 'aerostack bridge my-workspace --debug 2>bridge.log'],
    `
A client’s configuration, with the token in its environment:
  {"mcpServers":{"my-workspace":{"command":"aerostack","args":["bridge","my-workspace"],
    "env":{"AEROSTACK_URL":"https://mcp.example.com","AEROSTACK_MCP_TOKEN":"mwt_…"}}}}

Without AEROSTACK_MCP_TOKEN it is the token that is stored for the workspace. Only the protocol is on stdout; whatever else is said goes to stderr.`,
  );
  command.action((slug: string) => bridge(tools, slug));
}

async function bridge(tools: Tools, slug: string): Promise<void> {
  const { output } = tools;
  checkSlug(slug);
  const place = await readPlace(tools);
  const token = readToken(tools, place, slug);
  if (token === null) throw new CliError('not_signed_in', `There is no token for ${slug}. ${howToGetToken(slug)}`);
  const [{ runBridge }, { openAgent }] = await Promise.all([import('../bridge/run-bridge'), import('./open-agent')]);
  const url = `${place.origin}/ws/${slug}`;
  const agent = await openAgent(tools.env, url);
  const { signal, release } = onTermination(tools.signal);
  output.debug(`Bridge to ${url}`);
  await runBridge({
    url,
    agent,
    input: process.stdin,
    output: process.stdout,
    signal,
    token: tokenSource(tools, slug, token),
    userAgent: `aerostack-bridge/${version}`,
    explain: (code) => explain(tools, place.origin, code),
    say: output.say,
    debug: output.debug,
  });
  release();
  // A client that takes no more words must not keep the process.
  setTimeout(() => process.exit(), lastWordsMs).unref();
}

/** SIGTERM is how clients end a server that has not ended by itself (2025-11-25, Lifecycle, Shutdown): no failure. */
function onTermination(interrupted: AbortSignal) {
  const terminated = new AbortController();
  const onSignal = () => {
    terminated.abort();
    setTimeout(() => process.exit(0), lastWordsMs).unref();
  };
  process.once('SIGTERM', onSignal);
  return {
    signal: AbortSignal.any([interrupted, terminated.signal]),
    release: () => void process.off('SIGTERM', onSignal),
  };
}

/** A token that was stored anew since the start counts from its predecessor's refusal on. */
function tokenSource(tools: Tools, slug: string, first: string) {
  let token = first;
  return {
    current: () => token,
    renew: async () => {
      const found = await readPlace(tools)
        .then((place) => readToken(tools, place, slug))
        .catch(() => null);
      if (found === null || found === token) return false;
      token = found;
      return true;
    },
  };
}

const explain = ({ env }: Tools, origin: string, code: string) => {
  const facts = { origin, method: 'GET', deadlineMs: 10_000, proxy: proxyVariable(env, origin) };
  return explainSilence(Object.assign(new Error(code), { code }), facts).message;
};
