import type { Command } from 'commander';
import { CliError } from './cli-error';
import { parseCount, parseDuration } from './duration';
import { describeHelp, noWorkspace, workspaceArgument } from './help';
import { type AuthOptions, readAuth, withAuthOptions } from './server-auth';
import { sayServerState } from './server-state';
import type { Tools } from './tools';

interface Options extends AuthOptions {
  name?: string;
  slug?: string;
  prefix?: string;
  /** Seconds, all three. */
  timeout?: number;
  connectTimeout?: number;
  totalTimeout?: number;
  concurrency?: number;
  json?: true;
}

export function addAddServer(parent: Command, tools: Tools): void {
  const command = parent
    .command('add')
    .description(
      'Add an MCP server to a workspace. It is connected to at once; one that cannot be reached is kept, and tried again.',
    )
    .argument(...workspaceArgument)
    .argument('<url>', 'where it speaks Streamable HTTP or HTTP+SSE; aerostack:demo for the built-in one')
    .option('--name <name>', 'what people call it (default: its host)')
    .option('--slug <slug>', 'what its tools begin with, permanent (default: made from the name)')
    .option('--prefix <prefix>', 'what its tools begin with instead of the slug; "" for nothing')
    .option('--timeout <duration>', 'how long a call waits for an answer to begin (default: 60s)', parseDuration)
    .option('--connect-timeout <duration>', 'how long connecting may take', parseDuration)
    .option('--total-timeout <duration>', 'how long a call may take in all', parseDuration)
    .option('--concurrency <count>', 'requests under way at once', parseCount);
  withAuthOptions(command);
  describeHelp(
    command,
    [
      'aerostack workspace server add my-workspace https://mcp.example.com/mcp --name Tracker',
      'aerostack workspace server add my-workspace https://api.githubcopilot.com/mcp/ --name GitHub --bearer-env GITHUB_TOKEN',
      'pass show tracker | aerostack workspace server add my-workspace https://mcp.example.com/mcp --header X-Api-Key',
      'aerostack workspace server add my-workspace aerostack:demo --name Demo',
    ],
    '\nCredentials are stored encrypted and never shown again. They come from stdin or the environment, never from the command line.',
  );
  command.action((slug: string, url: string, options: Options) => addServer(tools, slug, url, options));
}

async function addServer(tools: Tools, slug: string, url: string, options: Options): Promise<void> {
  const { name = hostOf(url), slug: serverSlug, prefix, timeout, connectTimeout, totalTimeout, concurrency } = options;
  const auth = await readAuth(tools, options);
  const given = {
    slug: serverSlug,
    prefix,
    auth,
    timeout_ms: inMs(timeout),
    connect_timeout_ms: inMs(connectTimeout),
    total_timeout_ms: inMs(totalTimeout),
    concurrency_max: concurrency,
  };
  const { Server } = await import('../servers/schemas');
  const rest = await tools.rest();
  const path = ['workspaces', slug, 'servers'];
  // What is undefined is no part of the JSON.
  const request = { method: 'POST', path, body: { name, url, ...given }, missing: noWorkspace(slug) } as const;
  const { body, value } = await rest.send(request, Server);
  tools.output.succeed(`Server “${value.name}” (${value.slug}) added to ${slug}.`);
  sayServerState(tools.output, slug, value);
  if (options.json) await tools.output.json(body);
}

const inMs = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1_000);

function hostOf(url: string): string {
  if (URL.canParse(url)) return new URL(url).hostname || 'Demo';
  throw new CliError('usage', 'The address of a server is a URL, for example https://mcp.example.com/mcp.');
}
