import type { Client } from '../connect/client';
import type { ConfiguredServer } from '../connect/configured-servers';
import { maskText } from '../connect/mask-secrets';
import { resolveReferences } from '../connect/references';
import { tokenVariable } from '../connect/snippets';
import { CliError } from './cli-error';
import { shortPath } from './client-places';
import { listTools } from './configured-tools';
import type { ConnectOptions } from './connect-options';
import { ownBridge } from './connect-plan';
import { allEntries, type ConnectedEntry, entriesOf } from './connected-entries';
import type { Tools } from './tools';

interface Checked {
  client: string;
  scope: string;
  file: string;
  workspace: string;
  ok: boolean;
  tools: string[];
  error: string | null;
}

/** Connects as each client does, with what is written in its file, and says how many tools it sees. @throws CliError when one sees none for a fault. */
export async function checkConnections(tools: Tools, clients: Client[], options: ConnectOptions): Promise<void> {
  const { output, env } = tools;
  const entries = (await findEntries(tools, clients)).filter(
    ({ workspace }) => workspace === (options.workspace ?? workspace),
  );
  if (entries.length === 0)
    throw new CliError(
      'failure',
      'Nothing is connected that could be checked. Connect a client: aerostack connect cursor',
    );
  const checked: Checked[] = [];
  for (const entry of entries) {
    const { client, scope, path, workspace } = entry;
    const facts = { client: client.id, scope, file: path, workspace };
    const where = `${client.label} (${shortPath(path, env)})`;
    try {
      const seen = await listTools(asWritten(entry, env), env);
      checked.push({ ...facts, ok: true, tools: seen.tools, error: null });
      output.succeed(`${where}: ${workspace} has ${seen.tools.length} ${seen.tools.length === 1 ? 'tool' : 'tools'}.`);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      checked.push({ ...facts, ok: false, tools: [], error: error.message });
      output.fail(`${where}: ${error.message}`);
    }
  }
  if (options.json) await output.json({ connections: checked });
  const failed = checked.filter(({ ok }) => !ok).length;
  if (failed > 0)
    throw new CliError(
      'failure',
      `${failed} of ${checked.length} connections ${failed === 1 ? 'does' : 'do'} not work.`,
    );
}

async function findEntries({ env, output }: Tools, clients: Client[]): Promise<ConnectedEntry[]> {
  if (clients.length === 0) return allEntries(env, ['user', 'project'], output.say);
  const found: ConnectedEntry[] = [];
  for (const client of clients) {
    const entries = [...(await entriesOf(client, 'user', env)), ...(await entriesOf(client, 'project', env))];
    if (entries.length === 0) output.say(`${client.label} is not connected.`);
    found.push(...entries);
  }
  return found;
}

/** The entry with its variables filled in from this environment, as its client does it. */
function asWritten({ server, workspace, scope, path }: ConnectedEntry, env: Tools['env']): ConfiguredServer {
  if (server.url === null && scope === 'project') refuseStranger(server, workspace, path);
  const missing = new Set<string>();
  const fill = (texts: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => {
        const resolved = resolveReferences(text, (variable) => env[variable] ?? inputOf(variable, env));
        for (const one of resolved.missing) missing.add(one);
        return [name, resolved.text];
      }),
    );
  const filled = { ...server, headers: fill(server.headers), env: fill(server.env) };
  if (missing.size === 0) return filled;
  throw new CliError('failure', `${[...missing].join(', ')} is not set here. Set it, and repeat.`);
}

/** What VS Code asks a person for is looked for in the variable that others read it from. */
const inputOf = (variable: string, env: Tools['env']) =>
  variable.startsWith('AEROSTACK_TOKEN_') ? env[tokenVariable] : undefined;

/** A project's file comes from others: nothing is started that is not this very program. */
function refuseStranger({ command, args }: ConfiguredServer, workspace: string, path: string): void {
  const own = ownBridge(workspace);
  if (JSON.stringify([command, ...args]) === JSON.stringify([own.command, ...own.args])) return;
  throw new CliError(
    'failure',
    `${path} starts another program than this one, which is not run for a check: ${maskText([command, ...args].join(' ')).slice(0, 120)}`,
  );
}
