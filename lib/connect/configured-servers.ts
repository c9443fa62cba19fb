import { isTable, type Table, valueAt } from './config-path';

/** A server as a client's configuration has it, whatever the client's own words for it are. */
export interface ConfiguredServer {
  name: string;
  /** Null for one that the client starts itself. */
  url: string | null;
  headers: Record<string, string>;
  command: string | null;
  args: string[];
  env: Record<string, string>;
  isDisabled: boolean;
}

/** Where clients keep their servers: a map by name, or a list whose items have a `name`. */
const places = [
  ['mcpServers'],
  ['servers'],
  ['mcp', 'servers'],
  ['context_servers'],
  ['mcp_servers'],
  ['extensions'],
  ['mcp'],
];

/** All servers in the data of a configuration file, each once. */
export function configuredServers(data: unknown): ConfiguredServer[] {
  // Claude Code keeps those of a single project beside the project.
  const projects = Object.values(tableOf(valueAt(data, ['projects'])));
  const holders = [
    ...places.map((path) => valueAt(data, path)),
    ...projects.map((one) => valueAt(one, ['mcpServers'])),
  ];
  const found = holders.flatMap(serversOf);
  return found.filter((server, i) => found.findIndex((one) => isSame(one, server)) === i);
}

const isSame = (a: ConfiguredServer, b: ConfiguredServer) => JSON.stringify(a) === JSON.stringify(b);

export function serversOf(holder: unknown): ConfiguredServer[] {
  if (Array.isArray(holder)) return holder.flatMap((item) => readServer(textOf(tableOf(item).name) ?? '', item));
  return Object.entries(tableOf(holder)).flatMap(([name, entry]) => readServer(name, entry));
}

/** One entry; nothing when it is no server at all. */
export function readServer(name: string, entry: unknown): ConfiguredServer[] {
  if (!isTable(entry)) return [];
  const { command, args, env } = readCommand(entry);
  const wrapped = command === null ? null : unwrapRemote(command, args);
  const url = textOf(entry.url) ?? textOf(entry.serverUrl) ?? textOf(entry.httpUrl) ?? textOf(entry.uri) ?? null;
  if (url === null && command === null) return [];
  const isDisabled = entry.disabled === true || entry.enabled === false;
  if (url === null && wrapped !== null) {
    const headers = mapValues(wrapped.headers, (value) => expandFrom(env, value));
    return [{ name, url: wrapped.url, headers, command: null, args: [], env: {}, isDisabled }];
  }
  const remote = { command: null, args: [], env: {}, url, headers: readHeaders(entry) };
  return [{ name, ...(url === null ? { url, headers: {}, command, args, env } : remote), isDisabled }];
}

function readCommand(entry: Table): Pick<ConfiguredServer, 'command' | 'args' | 'env'> {
  // OpenCode gives one list; Zed once gave an object.
  const given = entry.command ?? entry.cmd;
  const inner = isTable(given) ? given : entry;
  const [command = null, ...first] = Array.isArray(given) ? textsOf(given) : [textOf(inner.path ?? given) ?? null];
  const env = textsIn({ ...tableOf(inner.env), ...tableOf(entry.envs), ...tableOf(entry.environment) });
  return { command, args: [...first.filter((arg) => arg !== null), ...textsOf(inner.args)], env };
}

function readHeaders(entry: Table): Record<string, string> {
  const { headers, http_headers, env_http_headers, bearer_token_env_var, requestInit, requestOptions, apiKey } = entry;
  const byName = mapValues(textsIn(tableOf(env_http_headers)), (variable) => `\${env:${variable}}`);
  const token = textOf(bearer_token_env_var);
  const key = textOf(apiKey);
  return {
    ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    ...(token === undefined ? {} : { Authorization: `Bearer \${env:${token}}` }),
    ...textsIn(tableOf(tableOf(requestOptions).headers)),
    ...textsIn(tableOf(tableOf(requestInit).headers)),
    ...textsIn(tableOf(headers)),
    ...textsIn(tableOf(http_headers)),
    ...byName,
  };
}

/** `npx mcp-remote URL --header "Name: value"` is a remote server behind a bridge, as clients have it that speak stdio only. */
function unwrapRemote(command: string, args: string[]): { url: string; headers: Record<string, string> } | null {
  const words = [command, ...args];
  const at = words.findIndex((word) =>
    /^(@[\w.-]+\/)?mcp-remote(@[\w.-]+)?$/.test(word.replace(/^.*[\\/](?=mcp-remote)/, '')),
  );
  if (at === -1) return null;
  const rest = words.slice(at + 1);
  const url = rest.find((word) => /^https?:\/\//.test(word));
  if (url === undefined) return null;
  const given = rest.flatMap((word, i) => (word === '--header' ? [rest[i + 1] ?? ''] : []));
  const pairs = given.flatMap((text) => {
    const [, name, value] = /^([^:\s]+):\s*(.*)$/.exec(text) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return { url, headers: Object.fromEntries(pairs) };
}

const expandFrom = (env: Record<string, string>, text: string) =>
  text.replace(/\$\{(\w+)\}/g, (whole, name: string) => env[name] ?? whole);

const tableOf = (value: unknown): Table => (isTable(value) ? value : {});
const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
const textsIn = (table: Table): Record<string, string> =>
  Object.fromEntries(
    Object.entries(table).flatMap(([key, value]) => (isTable(value) || value === null ? [] : [[key, String(value)]])),
  );
const mapValues = (table: Record<string, string>, change: (value: string) => string) =>
  Object.fromEntries(Object.entries(table).map(([key, value]) => [key, change(value)]));
