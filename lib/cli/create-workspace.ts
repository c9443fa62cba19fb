import type { Command } from 'commander';
import { describeHelp } from './help';
import { printable } from './printable';
import { rememberWorkspace } from './remember-workspace';
import type { Tools } from './tools';

interface Options {
  slug?: string;
  description?: string;
  use?: true;
  json?: true;
}

export function addCreateWorkspace(parent: Command, tools: Tools): void {
  const command = parent
    .command('create')
    .description('Make a workspace; you become its owner.')
    .argument('<name>', 'what people call it')
    .option('--slug <slug>', 'its part of the gateway URL, permanent (default: made from the name)')
    .option('--description <text>', 'what it is for')
    .option('--use', 'make it the workspace that commands mean when none is named');
  describeHelp(command, [
    'aerostack workspace create "My Workspace"',
    'aerostack workspace create Scratch --use',
    'aerostack workspace create Engineering --slug eng --description "Servers of the engineering team"',
  ]);
  command.action((name: string, options: Options) => createWorkspace(tools, name, options));
}

async function createWorkspace(tools: Tools, name: string, options: Options): Promise<void> {
  const { rest, output } = tools;
  const { json, use, slug: wanted, description } = options;
  const { Workspace } = await import('../workspaces/schemas');
  const request = { method: 'POST', path: ['workspaces'], body: { name, slug: wanted, description } } as const;
  const made = await (await rest()).send(request, Workspace);
  const { id, slug, gateway_url } = made.value;
  if (use) await rememberWorkspace(tools, slug);
  if (json) return output.json(made.body);
  output.succeed('Workspace created:');
  const lines = [`ID:      ${id}`, `Slug:    ${slug}`, `Gateway: ${gateway_url}`];
  await output.result(lines.map(printable).join('\n'));
  output.say(`Next, a token for it: aerostack workspace token create ${slug} --name "Alice Cursor"`);
}
