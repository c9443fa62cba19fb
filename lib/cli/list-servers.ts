import type { Command } from 'commander';
import type { ServerStatus } from '../servers/schemas';
import { chooseWorkspace, optionalWorkspace } from './choose-workspace';
import { readServers } from './find-server';
import { describeHelp } from './help';
import { serverColours, stateOf, troubleOf } from './server-state';
import type { Column } from './table';
import type { Tools } from './tools';

const columns: Column[] = [
  { header: 'SLUG' },
  { header: 'NAME', shrinks: true },
  { header: 'STATUS', colour: (state) => serverColours[state.replace(' ', '_') as ServerStatus] },
  { header: 'TOOLS' },
  { header: 'URL' },
];

export function addListServers(parent: Command, tools: Tools): void {
  const command = parent
    .command('list')
    .description('List a workspace’s servers: how each of them is, and what is wrong with those that are not up.')
    .argument(...optionalWorkspace);
  describeHelp(command, [
    'aerostack workspace server list my-workspace',
    `aerostack workspace server list my-workspace --json | jq -r '.servers[] | select(.status != "up") | .slug'`,
  ]);
  command.action((slug: string | undefined, options: { json?: true }) => listServers(tools, slug, options));
}

async function listServers(tools: Tools, named: string | undefined, { json }: { json?: true }): Promise<void> {
  const { output } = tools;
  const slug = await chooseWorkspace(tools, named);
  const { items, body } = await readServers(await tools.rest(), slug, output);
  if (json) return output.json(body);
  if (items.length === 0) return output.say(`No servers yet. Add one: aerostack workspace server add ${slug} <url>`);
  const rows = items.map((one) => [one.slug, one.name, stateOf(one), String(one.tool_count), one.url]);
  await output.table(columns, rows);
  for (const one of items) {
    const trouble = one.enabled ? troubleOf(one) : null;
    if (trouble !== null) output.say(trouble);
  }
}
