import { rm } from 'node:fs/promises';
import type { Client } from '../connect/client';
import { entryPath } from '../connect/client';
import { connectIn, disconnectIn, formatOf } from '../connect/client-entry';
import { isTable, valueAt } from '../connect/config-path';
import { tokenIn } from '../connect/own-entry';
import { tokenVariable } from '../connect/snippets';
import { CliError } from './cli-error';
import { dropBackups, editClientFile, findBackup, readClientFile, withFileNamed } from './client-file';
import { shortPath } from './client-places';
import { endToken, findToken, tokenName } from './client-token';
import type { ConnectOptions } from './connect-options';
import { connectionOf } from './connect-plan';
import { type ConnectedEntry, entriesOf } from './connected-entries';
import { describeEdit } from './show-diff';
import type { Tools } from './tools';

/** Takes the connection out of each client's file, and ends the token that was made for it. */
export async function disconnectClients(tools: Tools, clients: Client[], options: ConnectOptions): Promise<void> {
  const entries: ConnectedEntry[] = [];
  for (const client of clients) entries.push(await chooseEntry(tools, client, options));
  const done = [];
  for (const entry of entries) done.push(await disconnect(tools, entry, options));
  if (options.json) await tools.output.json({ clients: done });
}

async function chooseEntry(
  { env }: Tools,
  client: Client,
  { scope, workspace }: ConnectOptions,
): Promise<ConnectedEntry> {
  const entries = await entriesOf(client, scope, env);
  const meant = entries.filter((entry) => entry.workspace === (workspace ?? entry.workspace));
  const [entry, another] = meant;
  if (another !== undefined) {
    const slugs = meant.map((one) => one.workspace).join(', ');
    throw new CliError('usage', `${client.label} is connected to several workspaces. Say which: --workspace ${slugs}`);
  }
  if (entry !== undefined) return entry;
  const what = workspace === undefined ? 'no workspace' : `not to ${workspace}`;
  throw new CliError('not_found', `${client.label} is connected to ${what} here. See aerostack connect --list`);
}

async function disconnect(tools: Tools, entry: ConnectedEntry, { dryRun, json }: ConnectOptions) {
  const { client, scope, path, workspace, server } = entry;
  const { output, env } = tools;
  const original = await findOriginal(entry);
  // Only what it was made of: a file that its client has written since is edited as it is.
  const edit = (text: string) => (text === original?.connected ? original.text : without(entry, text));
  const facts = { client: client.id, scope, file: path, workspace };
  if (dryRun) {
    const before = await readClientFile(path);
    if (!json) await output.result(await describeEdit(path, client, before, edit(before ?? '')));
    return { ...facts, action: 'planned', backup: null };
  }
  let backup: string | null = null;
  const isMadeByUs = original !== null && original.text === '' && (await readClientFile(path)) === original.connected;
  let isAsBefore = isMadeByUs;
  if (isMadeByUs) await rm(path);
  else {
    const edited = await editClientFile(path, tools.now(), edit);
    backup = edited.backup;
    isAsBefore = edited.after === original?.text;
  }
  if (isAsBefore) await dropBackups(path, null);
  output.succeed(`${client.label} is no longer connected to ${workspace}: ${shortPath(path, env)}`);
  if (isAsBefore) output.say('  The file is what it was before it was connected.');
  else if (backup !== null) output.say(`  Before: ${shortPath(backup, env)}`);
  const raw = tokenIn(server);
  if (raw !== null) await endOwnToken(tools, client, workspace, raw);
  return { ...facts, action: 'removed', backup: isAsBefore ? null : backup };
}

/**
 * The text from before the connection, when the file is exactly what connecting makes of it: then it is put back as it was. An empty
 * one stands for a file that was not there.
 */
async function findOriginal({
  client,
  path,
  server,
}: ConnectedEntry): Promise<{ text: string; connected: string } | null> {
  const now = (await readClientFile(path)) ?? '';
  const backup = await findBackup(path);
  const text = backup === null ? '' : ((await readClientFile(backup)) ?? '');
  const slug = server.name;
  const format = formatOf(client);
  const entry = valueAt(format.read(now), entryPath(client, slug));
  if (!isTable(entry)) return null;
  try {
    if (valueAt(format.read(text), entryPath(client, slug)) !== undefined) return null;
    const connections = [null, tokenVariable].map((variable) => connectionOf(client, { slug, url: '' }, variable, ''));
    const again = connections.map((one) => connectIn(text, { ...client, server: () => entry }, one));
    return again.includes(now) ? { text, connected: now } : null;
  } catch {
    // A backup that can no longer be read is none.
    return null;
  }
}

const without = ({ client, path, server }: ConnectedEntry, text: string): string =>
  withFileNamed(path, () =>
    disconnectIn(text, client, connectionOf(client, { slug: server.name, url: '' }, tokenVariable, '')),
  );

/** Only a token that was made for this client on this machine; another may be in use elsewhere. */
async function endOwnToken(tools: Tools, client: Client, slug: string, raw: string): Promise<void> {
  const { output } = tools;
  const hint = `${raw.slice(0, 8)}…${raw.slice(-4)}`;
  try {
    const rest = await tools.rest();
    const token = await findToken(rest, slug, raw);
    if (token === null || !token.active) return;
    if (token.name === tokenName(client)) {
      await endToken(rest, slug, token.id);
      return output.say(`  Its token “${token.name}” is revoked.`);
    }
    output.say(
      `  Its token “${token.name}” still works. To end it: aerostack workspace token revoke ${slug} ${token.id}`,
    );
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    output.say(`  Its token ${hint} may still work: ${error.message}`);
  }
}
