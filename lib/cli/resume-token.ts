import type { Command } from 'commander';
import { findTokenId, noToken, tokenArgument } from './find-token';
import { describeHelp, workspaceArgument } from './help';
import type { Tools } from './tools';

export function addResumeToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('resume')
    .description('Let a paused token work again.')
    .argument(...workspaceArgument)
    .argument(...tokenArgument);
  describeHelp(command, ['aerostack workspace token resume my-workspace TOKEN_ID']);
  command.action((slug: string, asked: string, options: { json?: true }) => resumeToken(tools, slug, asked, options));
}

async function resumeToken(tools: Tools, slug: string, asked: string, { json }: { json?: true }): Promise<void> {
  const { Token } = await import('../tokens/schemas');
  const rest = await tools.rest();
  const id = await findTokenId(rest, slug, asked, tools.output);
  const path = ['workspaces', slug, 'tokens', id, 'resume'];
  const { body, value } = await rest.send({ method: 'POST', path, missing: noToken(slug, id) }, Token);
  tools.output.succeed(`Token “${value.name}” resumed: requests with it are admitted again.`);
  if (json) await tools.output.json(body);
}
