import type { Command } from 'commander';
import { type Lifetime, parseDuration, parseLifetime, secondsOf } from './duration';
import { findTokenId, noToken, tokenArgument } from './find-token';
import { describeHelp, workspaceArgument } from './help';
import { describeSpan } from './moment';
import { describeLife, presentToken } from './present-token';
import type { Tools } from './tools';

interface Options {
  /** Seconds. */
  grace?: number;
  expires?: Lifetime;
  plain?: true;
  json?: true;
}

export function addRotateToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('rotate')
    .description(
      'Make a token that takes the place of another and inherits all of it. The old one ends at once, or after a grace.',
    )
    .argument(...workspaceArgument)
    .argument(...tokenArgument)
    .option(
      '--grace <duration>',
      'how long the old one still works: 15m, 24h, 7d at most (default: not at all)',
      parseDuration,
    )
    .option(
      '--expires <duration>',
      'when the new one ends: 24h, 30d, or never (default: as the old one)',
      parseLifetime,
    )
    .option('--plain', 'print the bare token only');
  describeHelp(command, [
    'aerostack workspace token rotate my-workspace TOKEN_ID --grace 24h',
    'aerostack workspace token rotate my-workspace "CI Bot" --expires 30d --plain | gh secret set AEROSTACK_MCP_TOKEN',
  ]);
  command.action((slug: string, asked: string, options: Options) => rotateToken(tools, slug, asked, options));
}

async function rotateToken(tools: Tools, slug: string, asked: string, options: Options): Promise<void> {
  const { output, now } = tools;
  const { grace, expires, plain, json } = options;
  const { CreatedToken } = await import('../tokens/schemas');
  const rest = await tools.rest();
  const id = await findTokenId(rest, slug, asked, output);
  const path = ['workspaces', slug, 'tokens', id, 'rotate'];
  const body = { grace, expires_in: secondsOf(expires) };
  const made = await rest.send({ method: 'POST', path, body, missing: noToken(slug, id) }, CreatedToken);
  const { token } = made.value;
  const old = grace
    ? `The old one works for ${describeSpan(grace)} more at most.`
    : 'The old one is refused from now on.';
  output.succeed(
    `Token “${token.name}” rotated; ${describeLife(token, now())}. ${old} Copy the new one now: it is never shown again.`,
  );
  if (grace) output.say(`To end the old one before: aerostack workspace token revoke ${slug} ${id}`);
  await presentToken(tools, slug, made, { plain, json });
}
