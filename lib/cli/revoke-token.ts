import type { Command } from 'commander';
import { describeHelp, workspaceArgument } from './help';
import type { Tools } from './tools';

export function addRevokeToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('revoke')
    .description('End a token for good, at once. It stays in the list for the record.')
    .argument(...workspaceArgument)
    .argument('<TOKEN_ID>', 'the ID that the list shows, not the token itself');
  describeHelp(command, [
    'aerostack workspace token list my-workspace',
    'aerostack workspace token revoke my-workspace TOKEN_ID',
  ]);
  command.action((slug: string, id: string, options: { json?: true }) => revokeToken(tools, slug, id, options));
}

async function revokeToken({ rest, output }: Tools, slug: string, id: string, options: { json?: true }): Promise<void> {
  const { Token } = await import('../tokens/schemas');
  const revoked = await (await rest()).send(
    {
      method: 'POST',
      path: ['workspaces', slug, 'tokens', id, 'revoke'],
      missing: `There is no token with the ID “${id}” in a workspace “${slug}” of yours. List them: aerostack workspace token list ${slug}`,
    },
    Token,
  );
  output.succeed(`Token “${revoked.value.name}” revoked: from now on every request with it is refused.`);
  if (options.json) await output.json(revoked.body);
}
