import type { Command } from 'commander';
import { serverArgument } from './find-server';
import { describeHelp, workspaceArgument } from './help';
import { switchServer } from './switch-server';
import type { Tools } from './tools';

export function addDisableServer(parent: Command, tools: Tools): void {
  const command = parent
    .command('disable')
    .description('Hide a server’s tools from all clients, at once, and keep its settings.')
    .argument(...workspaceArgument)
    .argument(...serverArgument);
  describeHelp(command, ['aerostack workspace server disable my-workspace github']);
  command.action((slug: string, asked: string, { json }: { json?: true }) =>
    switchServer(tools, slug, asked, { enabled: false, json }),
  );
}
