import type { Command } from 'commander';
import { confirm } from './confirm';
import { findServer, serverArgument } from './find-server';
import { describeHelp, workspaceArgument } from './help';
import type { Tools } from './tools';

interface Options {
  yes?: true;
  json?: true;
}

export function addRemoveServer(parent: Command, tools: Tools): void {
  const command = parent
    .command('remove')
    .description('Remove a server for good, with its credentials and tools.')
    .argument(...workspaceArgument)
    .argument(...serverArgument)
    .option('--yes', 'do not ask; for scripts');
  describeHelp(command, [
    'aerostack workspace server remove my-workspace github',
    'aerostack workspace server remove my-workspace github --yes',
  ]);
  command.action((slug: string, asked: string, options: Options) => removeServer(tools, slug, asked, options));
}

async function removeServer(tools: Tools, slug: string, asked: string, { yes, json }: Options): Promise<void> {
  const { z } = await import('zod');
  const rest = await tools.rest();
  const { id, name } = await findServer(rest, slug, asked, tools.output);
  await confirm(tools, `Remove the server “${name}” from ${slug}, with its credentials and tools?`, yes);
  const request = { method: 'DELETE', path: ['workspaces', slug, 'servers', id] } as const;
  const { body } = await rest.send(request, z.unknown());
  tools.output.succeed(`Server “${name}” removed from ${slug}.`);
  if (json) await tools.output.json(body);
}
