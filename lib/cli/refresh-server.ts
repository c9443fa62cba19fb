import type { Command } from 'commander';
import type { Server } from '../servers/schemas';
import { CliError } from './cli-error';
import { findServer, serverArgument } from './find-server';
import { describeHelp, workspaceArgument } from './help';
import type { RestAnswer } from './rest-client';
import { offerOf, troubleOf } from './server-state';
import type { Tools } from './tools';

export function addRefreshServer(parent: Command, tools: Tools): void {
  const command = parent
    .command('refresh')
    .description(
      'Read a server’s tools again now, rather than within the next minute. Fails when it cannot be reached.',
    )
    .argument(...workspaceArgument)
    .argument(...serverArgument);
  describeHelp(command, ['aerostack workspace server refresh my-workspace github']);
  command.action((slug: string, asked: string, options: { json?: true }) => refreshServer(tools, slug, asked, options));
}

async function refreshServer(tools: Tools, slug: string, asked: string, { json }: { json?: true }): Promise<void> {
  const { body, value } = await askServer(tools, slug, asked);
  if (json) await tools.output.json(body);
  const trouble = troubleOf(value);
  if (trouble !== null) throw new CliError('failure', trouble);
  tools.output.succeed(`${value.slug} refreshed: ${offerOf(value)}.`);
}

/** Has the gateway connect to a server and read what it offers. */
export async function askServer(tools: Tools, slug: string, asked: string): Promise<RestAnswer<Server>> {
  const { Server } = await import('../servers/schemas');
  const rest = await tools.rest();
  const { id } = await findServer(rest, slug, asked, tools.output);
  const path = ['workspaces', slug, 'servers', id, 'refresh'];
  return rest.send({ method: 'POST', path }, Server);
}
