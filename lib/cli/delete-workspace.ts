import type { Command } from 'commander';
import { confirmByName } from './confirm-by-name';
import { describeHelp, noWorkspace, workspaceArgument } from './help';
import { forgetWorkspace } from './remember-workspace';
import type { Tools } from './tools';

interface Options {
  yes?: true;
  json?: true;
}

export function addDeleteWorkspace(parent: Command, tools: Tools): void {
  const command = parent
    .command('delete')
    .description('Remove a workspace for good, with its servers, credentials and tokens. It asks for the name.')
    .argument(...workspaceArgument)
    .option('--yes', 'do not ask; for scripts');
  describeHelp(command, ['aerostack workspace delete my-workspace', 'aerostack workspace delete my-workspace --yes']);
  command.action((slug: string, options: Options) => deleteWorkspace(tools, slug, options));
}

async function deleteWorkspace(tools: Tools, slug: string, { yes, json }: Options): Promise<void> {
  const [{ Workspace }, { z }] = await Promise.all([import('../workspaces/schemas'), import('zod')]);
  const rest = await tools.rest();
  const path = ['workspaces', slug];
  const missing = noWorkspace(slug);
  const { name } = (await rest.send({ method: 'GET', path, missing }, Workspace)).value;
  const warning = `This deletes “${name}” (${slug}) for good; every client that uses it is refused from then on.`;
  await confirmByName(tools, warning, name, yes);
  const { body } = await rest.send({ method: 'DELETE', path, missing }, z.unknown());
  await forgetWorkspace(tools, slug);
  tools.output.succeed(`Workspace “${name}” deleted.`);
  if (json) await tools.output.json(body);
}
