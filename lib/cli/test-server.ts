import type { Command } from 'commander';
import type { Server } from '../servers/schemas';
import { CliError } from './cli-error';
import { type Fact, layOutFacts } from './facts';
import { serverArgument } from './find-server';
import { describeHelp, workspaceArgument } from './help';
import { askServer } from './refresh-server';
import { offerOf, stateOf, troubleOf } from './server-state';
import type { Tools } from './tools';

export function addTestServer(parent: Command, tools: Tools): void {
  const command = parent
    .command('test')
    .description('Have the gateway connect to a server, and show what it found. Fails when the server is not up.')
    .argument(...workspaceArgument)
    .argument(...serverArgument);
  describeHelp(command, [
    'aerostack workspace server test my-workspace github',
    'aerostack workspace server test my-workspace github --json | jq .server_info',
  ]);
  command.action((slug: string, asked: string, options: { json?: true }) => testServer(tools, slug, asked, options));
}

async function testServer(tools: Tools, slug: string, asked: string, { json }: { json?: true }): Promise<void> {
  const startedMs = performance.now();
  const { body, value } = await askServer(tools, slug, asked);
  const tookMs = Math.round(performance.now() - startedMs);
  if (json) await tools.output.json(body);
  else await tools.output.result(layOutFacts(factsOf(value)));
  const trouble = troubleOf(value);
  if (trouble !== null) throw new CliError('failure', trouble);
  tools.output.succeed(`${value.slug} is up. The whole test took ${tookMs} ms.`);
}

function factsOf(server: Server): Fact[] {
  const { server_info: info, auth } = server;
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return [
    ['Server', `${server.name} (${server.slug})`],
    ['URL', server.url],
    ['Credentials', auth.type === 'headers' ? `headers ${(auth.header_names ?? []).join(', ')}` : auth.type],
    ['Status', stateOf(server)],
    ['Says it is', info === null ? null : `${text(info.name)} ${text(info.version)}`.trim() || null],
    ['Revision', server.protocol_version],
    ['Offers', offerOf(server)],
  ];
}
