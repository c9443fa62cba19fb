import type { Command } from 'commander';
import { findTokenId, noToken, tokenArgument } from './find-token';
import { describeHelp, workspaceArgument } from './help';
import type { Tools } from './tools';

export function addRevokeToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('revoke')
    .description('End a token for good, at once. It stays in the list for the record.')
    .argument(...workspaceArgument)
    .argument(...tokenArgument);
  describeHelp(command, [
    'aerostack workspace token list my-workspace',
    'aerostack workspace token revoke my-workspace TOKEN_ID',
  ]);
  command.action((slug: string, asked: string, options: { json?: true }) => revokeToken(tools, slug, asked, options));
}

async function revokeToken(tools: Tools, slug: string, asked: string, { json }: { json?: true }): Promise<void> {
  const { Token } = await import('../tokens/schemas');
  const rest = await tools.rest();
  const id = await findTokenId(rest, slug, asked, tools.output);
  const path = ['workspaces', slug, 'tokens', id, 'revoke'];
  const { body, value } = await rest.send({ method: 'POST', path, missing: noToken(slug, id) }, Token);
  tools.output.succeed(`Token “${value.name}” revoked: from now on every request with it is refused.`);
  if (json) await tools.output.json(body);
}
