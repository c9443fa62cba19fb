import type { Client } from '../connect/client';
import type { ConfiguredServer } from '../connect/configured-servers';
import { resolveReferences } from '../connect/references';
import { tokenVariable } from '../connect/snippets';
import { CliError } from './cli-error';
import { shortPath } from './client-places';
import type { ConnectOptions } from './connect-options';
import { allEntries, type ConnectedEntry, entriesOf } from './connected-entries';
import { openHttp } from './http-line';
import { readTools } from './read-tools';
import { ownOrigins, trustedEntry } from './shared-entry';
import { openStdio } from './stdio-line';
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
  const own = await ownOrigins(env);
  const checked: Checked[] = [];
  for (const entry of entries) {
    const { client, scope, path, workspace } = entry;
    const facts = { client: client.id, scope, file: path, workspace };
    const where = `${client.label} (${shortPath(path, env)})`;
    try {
      const server = asWritten(entry, env, own, options.variable);
      const line = server.url === null ? openStdio(server, env) : await openHttp(tools, server.url, server.headers);
      const seen = (await readTools(line)).tools.map(({ name }) => name);
      checked.push({ ...facts, ok: true, tools: seen, error: null });
      output.succeed(`${where}: ${workspace} has ${seen.length} ${seen.length === 1 ? 'tool' : 'tools'}.`);
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

/** The entry with its variables filled in from this environment, as its client does it. Of a project's file only those of tokens are. */
function asWritten(
  { server: written, workspace, scope, path }: ConnectedEntry,
  env: Tools['env'],
  own: ReadonlySet<string>,
  variable: string,
): ConfiguredServer {
  const isShared = scope === 'project';
  const server = isShared ? trustedEntry(written, workspace, path, own) : written;
  const given = (name: string) => (isShared && ![tokenVariable, variable].includes(name) ? undefined : env[name]);
  const missing = new Set<string>();
  const fill = (texts: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(texts).map(([name, text]) => {
        const resolved = resolveReferences(text, (name) => given(name) ?? inputOf(name, env));
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
