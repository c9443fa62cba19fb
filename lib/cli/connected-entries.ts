import type { Client, Scope } from '../connect/client';
import { formatOf } from '../connect/client-entry';
import { clients } from '../connect/clients';
import { valueAt } from '../connect/config-path';
import { type ConfiguredServer, serversOf } from '../connect/configured-servers';
import { workspaceOf } from '../connect/own-entry';
import { readClientFile, withFileNamed } from './client-file';
import { clientFile } from './client-places';
import type { Tools } from './tools';

/** An entry of a client's file that leads to a workspace's gateway. */
export interface ConnectedEntry {
  client: Client;
  scope: Scope;
  path: string;
  workspace: string;
  server: ConfiguredServer;
}

/** The workspaces that a client is connected to, by one of its files. @throws CliError when the file cannot be read. */
export async function entriesOf(client: Client, scope: Scope, env: Tools['env']): Promise<ConnectedEntry[]> {
  const path = await clientFile(client, scope, env);
  const text = path === null ? null : await readClientFile(path);
  if (path === null || text === null) return [];
  const servers = withFileNamed(path, () => serversOf(valueAt(formatOf(client).read(text), client.servers)));
  return servers.flatMap((server) => {
    const workspace = workspaceOf(server);
    return workspace === null ? [] : [{ client, scope, path, workspace, server }];
  });
}

/** Those of all clients. A file that cannot be read is left out, and said. */
export async function allEntries(
  env: Tools['env'],
  scopes: Scope[],
  say: (text: string) => void,
): Promise<ConnectedEntry[]> {
  const found: ConnectedEntry[] = [];
  for (const client of clients) {
    for (const scope of scopes) {
      const entries = await entriesOf(client, scope, env).catch((error: Error) => {
        say(error.message);
        return [];
      });
      // What two clients read is listed once.
      const isKnown = (one: ConnectedEntry) =>
        found.some((other) => other.path === one.path && other.server.name === one.server.name);
      found.push(...entries.filter((one) => !isKnown(one)));
    }
  }
  return found;
}
