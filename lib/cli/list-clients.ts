import { clients, manualClients } from '../connect/clients';
import { clientFile, isInstalled, shortPath } from './client-places';
import { allEntries } from './connected-entries';
import type { Tools } from './tools';

const columns = [
  { header: 'CLIENT' },
  { header: 'NAME', shrinks: true as const },
  { header: 'FOUND' },
  { header: 'CONNECTED TO' },
  { header: 'FILE' },
];

/** Which clients can be connected, which are on this machine, and which workspaces they are connected to, here and in this project. */
export async function listClients({ output, env }: Tools, options: { json?: true }): Promise<void> {
  const entries = await allEntries(env, ['user', 'project'], output.say);
  const rows = await Promise.all(
    clients.map(async (client) => ({
      id: client.id,
      name: client.label,
      found: await isInstalled(client, env),
      file: await clientFile(client, 'user', env),
      project_file: await clientFile(client, 'project', env),
      connected: entries
        .filter((entry) => entry.client.id === client.id)
        .map(({ scope, workspace, path }) => ({ workspace, scope, file: path })),
    })),
  );
  if (options.json) return output.json({ clients: rows, by_hand: manualClients });
  const cell = (row: (typeof rows)[number]) =>
    row.connected.map(({ workspace, scope }) => (scope === 'user' ? workspace : `${workspace} (project)`)).join(', ') ||
    '–';
  await output.table(
    columns,
    rows.map((row) => [
      row.id,
      row.name,
      row.found ? 'yes' : 'no',
      cell(row),
      shortPath(row.file ?? row.project_file ?? '', env),
    ]),
  );
  output.say(`By hand: ${manualClients.map(({ id }) => id).join(', ')} (aerostack connect NAME says how).`);
}
