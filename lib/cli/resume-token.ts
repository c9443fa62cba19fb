import type { Command } from 'commander';
import { changeToken } from './change-token';
import { tokenArgument } from './find-token';
import { describeHelp, workspaceArgument } from './help';
import type { Tools } from './tools';

export function addResumeToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('resume')
    .description('Let a paused token work again.')
    .argument(...workspaceArgument)
    .argument(...tokenArgument);
  describeHelp(command, ['aerostack workspace token resume my-workspace TOKEN_ID']);
  command.action((slug: string, asked: string, { json }: { json?: true }) =>
    changeToken(tools, slug, asked, {
      verb: 'resume',
      json,
      said: ({ name }) => `Token “${name}” resumed: requests with it are admitted again.`,
    }),
  );
}
