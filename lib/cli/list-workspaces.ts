import type { Command } from 'commander';
import { describeHelp } from './help';
import { readAllPages } from './read-all-pages';
import type { Tools } from './tools';

const columns = [
  { header: 'SLUG' },
  { header: 'NAME', shrinks: true as const },
  { header: 'MCP SERVERS' },
  { header: 'TOKENS' },
  { header: 'GATEWAY URL' },
];

export function addListWorkspaces(parent: Command, tools: Tools): void {
  const command = parent.command('list').description('List your workspaces.');
  describeHelp(command, ['aerostack workspace list', 'aerostack workspace list --json']);
  command.action((options: { json?: true }) => listWorkspaces(tools, options));
}

async function listWorkspaces({ rest, output, settings }: Tools, options: { json?: true }): Promise<void> {
  const request = { method: 'GET', path: ['workspaces'] } as const;
  const { WorkspaceList } = await import('../workspaces/schemas');
  const { items, body } = await readAllPages(await rest(), request, WorkspaceList, 'workspaces', output);
  if (options.json) return output.json(body);
  if (items.length === 0)
    return output.say('You have no workspace yet. Make one: aerostack workspace create "My Workspace"');
  // For a person; a program wants the slug and nothing else.
  const active = output.isTerminal ? (await settings()).workspace : undefined;
  const rows = items.map((one) => [
    one.slug === active ? `${one.slug} *` : one.slug,
    one.name,
    String(one.server_count),
    String(one.token_count),
    one.gateway_url,
  ]);
  await output.table(columns, rows);
  if (active !== undefined) output.say('* = active workspace');
}
