import type { Command } from 'commander';
import { serverArgument } from './find-server';
import { describeHelp, workspaceArgument } from './help';
import { switchServer } from './switch-server';
import type { Tools } from './tools';

export function addEnableServer(parent: Command, tools: Tools): void {
  const command = parent
    .command('enable')
    .description('Let clients see a server’s tools again. It is connected to at once.')
    .argument(...workspaceArgument)
    .argument(...serverArgument);
  describeHelp(command, ['aerostack workspace server enable my-workspace github']);
  command.action((slug: string, asked: string, { json }: { json?: true }) =>
    switchServer(tools, slug, asked, { enabled: true, json }),
  );
}
