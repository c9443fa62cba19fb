import type { Command } from 'commander';
import { changeToken } from './change-token';
import { tokenArgument } from './find-token';
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
  command.action((slug: string, asked: string, { json }: { json?: true }) =>
    changeToken(tools, slug, asked, {
      verb: 'revoke',
      json,
      said: ({ name }) => `Token “${name}” revoked: from now on every request with it is refused.`,
    }),
  );
}
