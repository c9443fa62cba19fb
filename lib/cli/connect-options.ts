import type { Client, Scope } from '../connect/client';
import { clients, manualClients } from '../connect/clients';
import { CliError } from './cli-error';
import { suggest } from './suggest';

export interface ConnectOptions {
  workspace?: string;
  scope: Scope;
  /** Only `-`: the token comes on stdin. */
  token?: string;
  reference?: true;
  literal?: true;
  variable: string;
  /** Seconds. */
  expiresIn?: number;
  replace?: true;
  dryRun?: true;
  check?: true;
  list?: true;
  remove?: true;
  json?: true;
}

/** The clients that are meant, each once. @throws CliError for a name that is unknown, or a client without a file. */
export async function readClients(names: string[]): Promise<Client[]> {
  const found: Client[] = [];
  for (const name of new Set(names.map((text) => text.toLowerCase()))) {
    const client = clients.find(({ id }) => id === name);
    if (client === undefined) throw await unknownClient(name);
    found.push(client);
  }
  return found;
}

async function unknownClient(name: string): Promise<CliError> {
  const manual = manualClients.find(({ id }) => id === name);
  if (manual !== undefined)
    return new CliError('usage', `${manual.label} has no file that could be written. ${manual.how}`);
  const known = [...clients, ...manualClients].map(({ id }) => id);
  const meant = await suggest(name, known);
  return new CliError('usage', `There is no client “${name}”.${meant} List them: aerostack connect --list`);
}

/** @throws CliError for options that contradict each other */
export function checkOptions(names: string[], options: ConnectOptions): void {
  const { check, list, remove, dryRun, reference, literal, token } = options;
  const modes = [check && '--check', list && '--list', remove && '--remove'].filter(Boolean);
  if (modes.length > 1) throw new CliError('usage', `Give ${modes.join(' or ')}, not both.`);
  if (reference && literal) throw new CliError('usage', 'Give --reference or --literal, not both.');
  if (names.length === 0 && !check && !list)
    throw new CliError(
      'usage',
      'Name at least one client, for example: aerostack connect cursor. See aerostack connect --list',
    );
  if (names.length > 0 && list) throw new CliError('usage', '--list takes no clients: it lists all of them.');
  if (dryRun && (check || list)) throw new CliError('usage', '--dry-run is for what changes a file.');
  if (token !== undefined && token !== '-')
    throw new CliError(
      'usage',
      '--token takes - only: the token comes on stdin, as a command line is visible to others.',
    );
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(options.variable))
    throw new CliError('usage', '--variable takes the name of a variable, for example ACME_MCP_TOKEN.');
}
