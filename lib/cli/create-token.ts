import { type Command, InvalidArgumentError } from 'commander';
import { describeHelp, noWorkspace, workspaceArgument } from './help';
import { describeMoment } from './moment';
import type { Tools } from './tools';

interface Options {
  name: string;
  /** Seconds. */
  expiresIn?: number;
  plain?: true;
  json?: true;
}

export function addCreateToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('create')
    .description(
      'Make a token. It is printed once, with the block for a client’s configuration, and never shown again.',
    )
    .argument(...workspaceArgument)
    .requiredOption('--name <name>', 'who or what will use it, for example "Alice Cursor"')
    .option('--expires-in <seconds>', 'CI/CD 86400, shared 2592000, demo 3600 (default: never)', wholeSeconds)
    .option('--plain', 'print the bare token only');
  describeHelp(command, [
    'aerostack workspace token create my-workspace --name "CI Bot" --expires-in 86400',
    'TOKEN=$(aerostack workspace token create my-workspace --name "Nightly" --plain)',
    'aerostack workspace token create my-workspace --name "Alice Cursor" --json | jq .mcp_json',
  ]);
  command.action((slug: string, options: Options) => createToken(tools, slug, options));
}

async function createToken({ rest, output, now }: Tools, slug: string, options: Options): Promise<void> {
  const { name, expiresIn, plain, json } = options;
  const { CreatedToken } = await import('../tokens/schemas');
  const made = await (await rest()).send(
    {
      method: 'POST',
      path: ['workspaces', slug, 'tokens'],
      body: { name, ...(expiresIn === undefined ? {} : { expires_in: expiresIn }) },
      missing: noWorkspace(slug),
    },
    CreatedToken,
  );
  const { token, raw, mcp_json } = made.value;
  const isBrief = expiresIn !== undefined && expiresIn < 60;
  const end = isBrief ? `in ${expiresIn} s` : describeMoment(token.expires_at, now());
  const life = token.expires_at === null ? 'it does not expire' : `it expires ${end}`;
  output.succeed(`Token “${token.name}” created for ${slug}; ${life}. Copy it now: it is never shown again.`);
  // Said before the token is written: if that fails, this is how to get rid of it.
  output.say(`To end it: aerostack workspace token revoke ${slug} ${token.id}`);
  if (json) await output.json(made.body);
  else await output.result(plain ? raw : `${raw}\n\n${JSON.stringify(mcp_json, null, 2)}`);
}

function wholeSeconds(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give whole seconds, for example 86400 for 24 hours.');
}
