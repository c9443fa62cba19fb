import { type Command, InvalidArgumentError, Option } from 'commander';
import type { ConnectOptions } from './connect-options';
import { describeHelp } from './help';
import type { Tools } from './tools';

export function addConnect(parent: Command, tools: Tools): void {
  const command = parent
    .command('connect')
    .description(
      'Write a workspace into the configuration of MCP clients, with a token of their own. Everything else in their files stays byte for byte.',
    )
    .argument('[client...]', 'cursor, claude-code, codex, …; --list shows all')
    .option('--workspace <slug>', 'the workspace (default: the one of aerostack workspace use)')
    .addOption(
      new Option('--scope <scope>', 'whose file: yours, or the one of the project in this folder')
        .choices(['user', 'project'])
        .default('user'),
    )
    .option('--token <->', '- takes the token from stdin; or AEROSTACK_MCP_TOKEN; else one is made for each client')
    .option('--expires-in <seconds>', 'how long a token lives that is made (default: no end)', wholeSeconds)
    .option('--reference', 'name a variable in the file, not the token; default for a project’s file')
    .option('--literal', 'write the token into a project’s file too')
    .option('--variable <name>', 'the variable that is named', 'AEROSTACK_MCP_TOKEN')
    .option('--replace', 'put the workspace in the place of another server of its name')
    .option('--dry-run', 'show what would change, and change nothing')
    .option('--check', 'connect as the clients do, and count the tools')
    .option('--list', 'list the clients: known, found here, connected')
    .option('--remove', 'take the workspace out again, and end the token that was made for it');
  describeHelp(
    command,
    [
      'aerostack connect cursor claude-code --workspace my-workspace',
      'aerostack connect codex --workspace my-workspace --dry-run',
      'aerostack connect vscode --scope project --workspace my-workspace',
      'aerostack connect --check',
      'aerostack connect --remove cursor',
    ],
    `
A backup is beside each file that was changed: FILE.aerostack-backup-TIME, one, yours alone.
Clients that speak stdio only start aerostack bridge, with the token in their environment.`,
  );
  command.action((names: string[], options: ConnectOptions) => connect(tools, names, options));
}

async function connect(tools: Tools, names: string[], options: ConnectOptions): Promise<void> {
  const { checkOptions, readClients } = await import('./connect-options');
  checkOptions(names, options);
  const clients = await readClients(names);
  if (options.list) return (await import('./list-clients')).listClients(tools, options);
  if (options.check) return (await import('./check-connections')).checkConnections(tools, clients, options);
  if (options.remove) return (await import('./disconnect-clients')).disconnectClients(tools, clients, options);
  return (await import('./connect-clients')).connectClients(tools, clients, options);
}

function wholeSeconds(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give whole seconds, for example 86400 for 24 hours.');
}
