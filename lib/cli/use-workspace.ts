import type { Command } from 'commander';
import { describeHelp, noWorkspace, workspaceArgument } from './help';
import { rememberWorkspace } from './remember-workspace';
import type { Tools } from './tools';

export function addUseWorkspace(parent: Command, tools: Tools): void {
  const command = parent
    .command('use')
    .description('Choose the workspace that commands mean when none is named.')
    .argument(...workspaceArgument);
  describeHelp(command, [
    'aerostack workspace use my-workspace',
    'aerostack workspace use my-workspace --profile work',
  ]);
  command.action((slug: string, options: { json?: true }) => useWorkspace(tools, slug, options));
}

async function useWorkspace(tools: Tools, slug: string, { json }: { json?: true }): Promise<void> {
  const { Workspace } = await import('../workspaces/schemas');
  const rest = await tools.rest();
  const request = { method: 'GET', path: ['workspaces', slug], missing: noWorkspace(slug) } as const;
  const { body, value } = await rest.send(request, Workspace);
  await rememberWorkspace(tools, value.slug);
  tools.output.succeed(`Active workspace set to '${value.slug}'`);
  if (json) await tools.output.json(body);
}
