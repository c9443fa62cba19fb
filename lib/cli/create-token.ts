import { type Command, Option } from 'commander';
import type { Token } from '../tokens/schemas';
import { chooseWorkspace, optionalWorkspace } from './choose-workspace';
import { type Lifetime, parseLifetime, parseWholeSeconds, secondsOf } from './duration';
import { findMember } from './find-member';
import { describeHelp, noWorkspace } from './help';
import { describeLife, presentToken } from './present-token';
import type { Rest } from './rest-client';
import { type ScopeOptions, scopeOf, withScopeOptions } from './token-scope';
import type { Tools } from './tools';

interface Options extends ScopeOptions {
  name: string;
  /** Seconds. */
  expiresIn?: number;
  expires?: Lifetime;
  for?: string;
  bot?: true;
  plain?: true;
  json?: true;
}

export function addCreateToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('create')
    .description(
      'Make a token. It is printed once, with the block for a client’s configuration, and never shown again.',
    )
    .argument(...optionalWorkspace)
    .requiredOption('--name <name>', 'who or what will use it, for example "Alice Cursor"')
    .option('--expires-in <seconds>', 'CI/CD 86400, shared 2592000, demo 3600 (default: never)', parseWholeSeconds)
    .addOption(
      new Option('--expires <duration>', 'the same as 1h, 24h, 30d, or never')
        .argParser(parseLifetime)
        .conflicts('expiresIn'),
    );
  withScopeOptions(command)
    .option('--for <member>', 'whose it is, by address (default: yours); for admins')
    .addOption(new Option('--bot', 'nobody’s, for a machine that several share; for admins').conflicts('for'))
    .option('--plain', 'print the bare token only');
  describeHelp(command, [
    'aerostack workspace token create my-workspace --name "CI Bot" --expires-in 86400',
    'aerostack workspace token create my-workspace --name "Docs Bot" --bot --read-only --server docs,wiki',
    'aerostack workspace token create my-workspace --name "Bob IDE" --for bob@example.com --expires 90d',
    'TOKEN=$(aerostack workspace token create my-workspace --name "Nightly" --plain)',
    'aerostack workspace token create my-workspace --name "Alice Cursor" --json | jq .mcp_json',
  ]);
  command.action((slug: string | undefined, options: Options) => createToken(tools, slug, options));
}

async function createToken(tools: Tools, named: string | undefined, options: Options): Promise<void> {
  const { output, now } = tools;
  const { name, plain, json, rate } = options;
  const slug = await chooseWorkspace(tools, named);
  const { CreatedToken } = await import('../tokens/schemas');
  const rest = await tools.rest();
  const owner = options.for === undefined ? undefined : (await findMember(rest, slug, options.for, output)).id;
  // What is undefined is no part of the JSON.
  const body = {
    name,
    expires_in: options.expires === undefined ? options.expiresIn : secondsOf(options.expires),
    scope: scopeOf(options),
    rate_limit: rate,
    member_id: options.bot ? null : owner,
  };
  const path = ['workspaces', slug, 'tokens'];
  const made = await rest.send({ method: 'POST', path, body, missing: noWorkspace(slug) }, CreatedToken);
  const { token } = made.value;
  const life = describeLife(token, now());
  output.succeed(`Token “${token.name}” created for ${slug}; ${life}. Copy it now: it is never shown again.`);
  await presentToken(tools, slug, made, { plain, json });
  if (token.scope !== null) output.say(await describeReach(rest, slug, token));
}

/** How much of the workspace a narrowed token sees: a pattern with a slip in it matches nothing. */
async function describeReach(rest: Rest, slug: string, { id }: Token): Promise<string> {
  const { TokenExplanation } = await import('../tokens/schemas');
  const request = {
    method: 'GET',
    path: ['workspaces', slug, 'tokens', id, 'explain'],
    query: { limit: '1' },
  } as const;
  const how = `See which: aerostack workspace token explain ${slug} ${id}`;
  const counts = await rest.send(request, TokenExplanation).then(
    ({ value }) => value,
    () => null,
  );
  if (counts === null) return how;
  const { granted_count: granted, refused_count: refused } = counts;
  return `It may call ${granted} of the ${granted + refused} tools that there are now. ${how}`;
}
