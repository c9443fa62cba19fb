import type { Path, Table } from './config-path';

export type Scope = 'user' | 'project';
export type System = 'mac' | 'windows' | 'linux';

/** A file: `~` is the home directory, and `${NAME:-default}` reads as in a shell. With `/`, also for Windows. */
export type Place = string | Record<System, string>;

/** How the gateway is reached from a client's configuration. */
export interface Connection {
  slug: string;
  /** The workspace's gateway URL, exactly: no trailing slash, no query. */
  url: string;
  /** The token, or the client's own way of naming the variable that holds it. */
  secret: string;
  /** The variable when it is only named; null when the token itself is written. */
  variable: string | null;
  /** What a client starts that speaks stdio only. */
  bridge: { command: string; args: string[] };
}

/** A client that keeps its servers in a file. What is written there comes from each client's own documentation. */
export interface Client {
  id: string;
  label: string;
  format: 'json' | 'toml' | 'yaml';
  /** The files that it may read, in the order in which they are looked for; the first is made when there is none. */
  user: Place[];
  project: string[];
  /** Where its servers stand in the file: a map by name, or a list of items with a `name`. */
  servers: string[];
  isList?: true;
  /** How it names a variable within a text; null when it expands none. */
  reference: ((variable: string, slug: string) => string) | null;
  server(connection: Connection): Table;
  /** What the file needs besides, where it is not there yet. */
  alongside?(connection: Connection): { path: Path; value: unknown }[];
  /** It takes no URL: the entry starts the bridge. */
  isStdio?: true;
  /** What makes it notice. */
  next: string;
}

/** A client whose servers are entered by hand, or by nobody. */
export interface ManualClient {
  id: string;
  label: string;
  /** What to do instead: whole sentences. */
  how: string;
}

export const entryPath = ({ servers, isList }: Pick<Client, 'servers' | 'isList'>, slug: string): Path =>
  isList ? [...servers, { field: 'name', is: slug }] : [...servers, slug];

export const bearer = (secret: string) => ({ Authorization: `Bearer ${secret}` });

/** In each system's folder for the settings of applications. */
export const inAppSettings = (path: string): Record<System, string> => ({
  mac: `~/Library/Application Support/${path}`,
  windows: `\${APPDATA:-~/AppData/Roaming}/${path}`,
  linux: `\${XDG_CONFIG_HOME:-~/.config}/${path}`,
});

/** In `~/.config`, but for Windows. */
export const inDotConfig = (path: string, windows: string): Record<System, string> => ({
  mac: `\${XDG_CONFIG_HOME:-~/.config}/${path}`,
  linux: `\${XDG_CONFIG_HOME:-~/.config}/${path}`,
  windows,
});

/** A place as people know it: `macOS: ~/Library/… · Windows: %APPDATA%\… · Linux: ~/.config/…`. */
export function describePlace(place: Place): string {
  const plain = (text: string) => text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');
  if (typeof place === 'string') return plain(place);
  const windows = place.windows.replace(/\$\{(\w+):-[^}]*\}/g, '%$1%').replaceAll('/', '\\');
  return `macOS: ${plain(place.mac)} · Windows: ${windows} · Linux: ${plain(place.linux)}`;
}
