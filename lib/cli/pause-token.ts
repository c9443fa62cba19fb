import type { Command } from 'commander';
import { changeToken } from './change-token';
import { tokenArgument } from './find-token';
import { describeHelp, workspaceArgument } from './help';
import type { Tools } from './tools';

export function addPauseToken(parent: Command, tools: Tools): void {
  const command = parent
    .command('pause')
    .description('Refuse every request with a token, at once, until it is resumed.')
    .argument(...workspaceArgument)
    .argument(...tokenArgument);
  describeHelp(command, ['aerostack workspace token pause my-workspace TOKEN_ID']);
  command.action((slug: string, asked: string, { json }: { json?: true }) =>
    changeToken(tools, slug, asked, {
      verb: 'pause',
      json,
      said: ({ id, name }) =>
        `Token “${name}” paused: every request with it is refused. To undo: aerostack workspace token resume ${slug} ${id}`,
    }),
  );
}
