import { type Client, type Connection, entryPath } from '../connect/client';
import { connectIn, formatOf } from '../connect/client-entry';
import { valueAt } from '../connect/config-path';
import { type ConfiguredServer, readServer } from '../connect/configured-servers';
import { tokenIn, workspaceOf } from '../connect/own-entry';
import { CliError } from './cli-error';
import { readClientFile, withFileNamed } from './client-file';
import { clientFile, isInstalled } from './client-places';
import type { ConnectOptions } from './connect-options';
import type { Target } from './connect-target';
import { defaultUrl } from './settings';
import type { Tools } from './tools';

/** What is to be done to the file of one client. */
export interface Plan {
  client: Client;
  path: string;
  /** The variable that the entry names; null when it holds the token itself. */
  variable: string | null;
  /** The token that is written there already. */
  written: string | null;
  /** Whether the client shows itself on this machine. */
  isInstalled: boolean;
  /** The file's text with the connection. */
  edit(text: string, token: string): string;
}

/** Stands for a token that is yet to be made. */
export const tokenToCome = 'mwt_…';

/**
 * What connecting a client takes, found out before anything is changed: its file can be read and edited, and holds nothing else
 * under the workspace's name.
 * @throws CliError
 */
export async function planConnection(
  tools: Tools,
  client: Client,
  target: Target,
  options: ConnectOptions,
): Promise<Plan> {
  const path = await clientFile(client, options.scope, tools.env);
  if (path === null) {
    const other = options.scope === 'user' ? 'project' : 'user';
    throw new CliError('usage', `${client.label} has no file of the ${options.scope}. Use --scope ${other}.`);
  }
  const variable = chooseVariable(client, path, options);
  const edit = (text: string, token: string) => {
    const cleared = options.replace ? withoutForeign(client, text, target.slug, path) : text;
    return connectIn(cleared, client, connectionOf(client, target, variable, token));
  };
  const text = (await readClientFile(path)) ?? '';
  const written = withFileNamed(path, () => {
    const entry = entryIn(client, text, target.slug);
    if (!options.replace) refuseForeign(client, text, target.slug, path);
    edit(text, tokenToCome);
    return entry === undefined || !isOf(entry, target.url) ? null : tokenIn(entry);
  });
  return { client, path, variable, written, isInstalled: await isInstalled(client, tools.env), edit };
}

function chooseVariable(
  client: Client,
  path: string,
  { scope, reference, literal, variable }: ConnectOptions,
): string | null {
  const isNamed = reference === true || (scope === 'project' && literal !== true);
  if (!isNamed) return null;
  if (client.reference !== null) return variable;
  if (reference)
    throw new CliError(
      'usage',
      `${client.label} expands no variables in its file. Leave --reference out: then the token itself is written.`,
    );
  throw new CliError(
    'usage',
    `${client.label} expands no variables, and ${path} is shared with the project: the token would be in it. Use --scope user, or --literal if you mean it.`,
  );
}

export function connectionOf(
  client: Client,
  { slug, url }: Pick<Target, 'slug' | 'url'>,
  variable: string | null,
  token: string,
): Connection {
  const secret = variable === null ? token : (client.reference?.(variable, slug) ?? token);
  return { slug, url, secret, variable, bridge: ownBridge(slug) };
}

/** This very program: what starts a client has another PATH than a terminal. */
export function ownBridge(slug: string): Connection['bridge'] {
  return { command: process.execPath, args: [process.argv[1] ?? 'aerostack', 'bridge', slug] };
}

const entryIn = (client: Client, text: string, slug: string) =>
  readServer(slug, valueAt(formatOf(client).read(text), entryPath(client, slug)))[0];

/** Whether an entry leads to this installation: a token is told to no other. */
const isOf = ({ url, env }: ConfiguredServer, target: string): boolean => {
  const origin = url ?? env.AEROSTACK_URL ?? defaultUrl;
  return URL.canParse(origin) && new URL(origin).origin === new URL(target).origin;
};

const isForeign = (client: Client, text: string, slug: string): boolean => {
  const value = valueAt(formatOf(client).read(text), entryPath(client, slug));
  const entry = entryIn(client, text, slug);
  return value !== undefined && value !== null && (entry === undefined || workspaceOf(entry) !== slug);
};

function refuseForeign(client: Client, text: string, slug: string, path: string): void {
  if (!isForeign(client, text, slug)) return;
  throw new CliError(
    'failure',
    `${path} has a server “${slug}” already that is not this workspace. Rename it there, or add --replace to put the workspace in its place.`,
  );
}

const withoutForeign = (client: Client, text: string, slug: string, path: string): string =>
  withFileNamed(path, () =>
    isForeign(client, text, slug) ? formatOf(client).remove(text, entryPath(client, slug)) : text,
  );
