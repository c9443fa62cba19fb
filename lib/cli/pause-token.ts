import type { Command } from 'commander';
import { findTokenId, noToken, tokenArgument } from './find-token';
import { describeHelp, workspaceArgument } from './help';
import type { Tools } from './tools';

export function addPauseToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('pause')
    .description('Refuse every request with a token, at once, until it is resumed.')
    .argument(...workspaceArgument)
    .argument(...tokenArgument);
  describeHelp(command, ['aerostack workspace token pause my-workspace TOKEN_ID']);
  command.action((slug: string, asked: string, options: { json?: true }) => pauseToken(tools, slug, asked, options));
}

async function pauseToken(tools: Tools, slug: string, asked: string, { json }: { json?: true }): Promise<void> {
  const { Token } = await import('../tokens/schemas');
  const rest = await tools.rest();
  const id = await findTokenId(rest, slug, asked, tools.output);
  const path = ['workspaces', slug, 'tokens', id, 'pause'];
  const { body, value } = await rest.send({ method: 'POST', path, missing: noToken(slug, id) }, Token);
  tools.output.succeed(
    `Token “${value.name}” paused: every request with it is refused. To undo: aerostack workspace token resume ${slug} ${id}`,
  );
  if (json) await tools.output.json(body);
}
