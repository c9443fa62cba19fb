import type { Command } from 'commander';
import { describeHelp } from './help';
import { printable } from './printable';
import type { Tools } from './tools';

interface Options {
  slug?: string;
  description?: string;
  json?: true;
}

export function addCreateWorkspace(parent: Command, tools: Tools): void {
  const command = parent
    .command('create')
    .description('Make a workspace; you become its owner.')
    .argument('<name>', 'what people call it')
    .option('--slug <slug>', 'its part of the gateway URL, permanent (default: made from the name)')
    .option('--description <text>', 'what it is for');
  describeHelp(command, [
    'aerostack workspace create "My Workspace"',
    'aerostack workspace create Engineering --slug eng --description "Servers of the engineering team"',
  ]);
  command.action((name: string, options: Options) => createWorkspace(tools, name, options));
}

async function createWorkspace({ rest, output }: Tools, name: string, { json, ...details }: Options): Promise<void> {
  const { Workspace } = await import('../workspaces/schemas');
  const request = { method: 'POST', path: ['workspaces'], body: { name, ...details } } as const;
  const made = await (await rest()).send(request, Workspace);
  if (json) return output.json(made.body);
  const { id, slug, gateway_url } = made.value;
  output.succeed('Workspace created:');
  const lines = [`ID:      ${id}`, `Slug:    ${slug}`, `Gateway: ${gateway_url}`];
  await output.result(lines.map(printable).join('\n'));
  output.say(`Next, a token for it: aerostack workspace token create ${slug} --name "Alice Cursor"`);
}
