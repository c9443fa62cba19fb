import type { Command } from 'commander';
import { chooseWorkspace, optionalWorkspace } from './choose-workspace';
import { CliError } from './cli-error';
import { howToGetToken, readPlace, readToken } from './gateway-access';
import { describeHelp, noWorkspace } from './help';
import { withProgress } from './progress';
import { readAllPages } from './read-all-pages';
import type { Tools } from './tools';

const columns = [{ header: 'TOOL' }, { header: 'SERVER' }, { header: 'DESCRIPTION', shrinks: true as const }];

export function addTestWorkspace(parent: Command, tools: Tools): void {
  const command = parent
    .command('test')
    .description(
      'Connect to a workspace’s gateway URL as a client does, with a token, and list the tools that it sees.',
    )
    .argument(...optionalWorkspace);
  describeHelp(
    command,
    [
      'export AEROSTACK_MCP_TOKEN=$(aerostack workspace token create my-workspace --name "This machine" --plain)',
      'aerostack workspace test my-workspace',
      'aerostack workspace test my-workspace --json | jq -r .tools[].name',
    ],
    '\nThe token is AEROSTACK_MCP_TOKEN, else the one that the profile holds for the workspace.',
  );
  command.action((slug: string | undefined, options: { json?: true }) => testWorkspace(tools, slug, options));
}

async function testWorkspace(tools: Tools, named: string | undefined, { json }: { json?: true }): Promise<void> {
  const { output } = tools;
  const slug = await chooseWorkspace(tools, named);
  const { Workspace } = await import('../workspaces/schemas');
  const rest = await tools.rest();
  const request = { method: 'GET', path: ['workspaces', slug], missing: noWorkspace(slug) } as const;
  const { gateway_url: url } = (await rest.send(request, Workspace)).value;
  const token = readToken(tools, await readPlace(tools), slug);
  if (token === null)
    throw new CliError('not_signed_in', `There is no token for ${slug} on this machine. ${howToGetToken(slug)}`);
  const [{ openHttp }, { readTools }] = await Promise.all([import('./http-line'), import('./read-tools')]);
  const line = await openHttp(tools, url, { Authorization: `Bearer ${token}` });
  const found = await withProgress(tools, `Waiting for ${url}…`, readTools(line));
  if (json) return output.json({ workspace: slug, gateway_url: url, ...found });
  if (found.tools.length === 0) {
    output.succeed(`Connected to ${url} (${found.protocol_version}).`);
    return output.say(`No tools found. Add a server: aerostack workspace server add ${slug} <url>`);
  }
  const serverOf = await readToolServers(tools, slug);
  const rows = found.tools.map(({ name, description }) => [name, serverOf.get(name) ?? '', firstLine(description)]);
  await output.table(columns, rows);
  output.succeed(`${rows.length} tools available across workspace '${slug}'`);
}

/** The slug of the server that a tool is of, by the name that clients see. */
async function readToolServers({ rest, output }: Tools, slug: string): Promise<Map<string, string>> {
  const { ToolList } = await import('../servers/schemas');
  const request = { method: 'GET', path: ['workspaces', slug, 'tools'] } as const;
  const { items } = await readAllPages(await rest(), request, ToolList, 'tools', output);
  return new Map(items.map(({ name, server }) => [name, server]));
}

const firstLine = (text = '') => text.split('\n', 1)[0] ?? '';
