import { type Client, type Connection, entryPath } from './client';
import type { ConfigFormat } from './config-format';
import { isTable, meansTheSame, type Path, type Table, valueAt } from './config-path';
import { jsonConfig } from './json-config';
import { tomlConfig } from './toml-config';
import { yamlConfig } from './yaml-config';

const formats: Record<Client['format'], ConfigFormat> = { json: jsonConfig, toml: tomlConfig, yaml: yamlConfig };
export const formatOf = ({ format }: Pick<Client, 'format'>): ConfigFormat => formats[format];

/** What says how a server is reached. All else in an entry is the user's and stays. */
const transportKeys = new Set(
  `type transport url serverUrl httpUrl uri headers requestInit requestOptions apiKey oauth command args env cmd envs
  environment http_headers env_http_headers bearer_token_env_var`.split(/\s+/),
);

/** The text of a client's file with the connection in it. An entry that is there already is changed where it differs. */
export function connectIn(text: string, client: Client, connection: Connection): string {
  const format = formatOf(client);
  const path = entryPath(client, connection.slug);
  const around = (client.alongside?.(connection) ?? []).reduce(
    (before, { path: place, value }) =>
      valueAt(format.read(before), place) === undefined ? format.set(before, place, value) : before,
    text,
  );
  const existing = valueAt(format.read(around), path);
  const wanted = client.server(connection);
  if (!isTable(existing)) return format.set(around, path, wanted);
  return merge(format, dropStale(format, around, path, existing, wanted), path, wanted);
}

/** The text of a client's file without the connection, and without what only it needed. */
export function disconnectIn(text: string, client: Client, connection: Connection): string {
  const format = formatOf(client);
  const without = format.remove(text, entryPath(client, connection.slug));
  return (client.alongside?.(connection) ?? []).reduce((before, { path }) => {
    const item = path.at(-1);
    if (item === undefined || typeof item === 'string') return before;
    const removed = format.remove(before, path);
    return removed.includes(item.is) ? before : removed;
  }, without);
}

function dropStale(format: ConfigFormat, text: string, path: Path, existing: Table, wanted: Table): string {
  const stale = Object.keys(existing).filter((key) => transportKeys.has(key) && !Object.hasOwn(wanted, key));
  return stale.reduce((before, key) => format.remove(before, [...path, key]), text);
}

function merge(format: ConfigFormat, text: string, path: Path, wanted: Table): string {
  return Object.entries(wanted).reduce((before, [key, value]) => {
    const place = [...path, key];
    const existing = valueAt(format.read(before), place);
    if (meansTheSame(existing, value)) return before;
    if (isTable(value) && isTable(existing)) {
      return merge(format, dropOtherSpellings(format, before, place, existing, value), place, value);
    }
    return format.set(isContainer(existing) ? format.remove(before, place) : before, place, value);
  }, text);
}

/** Names of headers do not tell capitals apart, but keys of a file do. */
function dropOtherSpellings(format: ConfigFormat, text: string, path: Path, existing: Table, wanted: Table): string {
  const names = new Set(Object.keys(wanted).map((name) => name.toLowerCase()));
  const others = Object.keys(existing).filter((name) => names.has(name.toLowerCase()) && !Object.hasOwn(wanted, name));
  return others.reduce((before, name) => format.remove(before, [...path, name]), text);
}

const isContainer = (value: unknown) => typeof value === 'object' && value !== null && !(value instanceof Date);
