import { createHash } from 'node:crypto';
import { member, members } from '../json-spans';
import { paramHeadersOf } from '../mcp-param-headers';
import { type Era, serverName } from '../mcp-protocol';
import { isReadOnlyTool } from '../servers/is-read-only-tool';
import { isJsonObject } from '../servers/json-object';
import { exposedNames } from '../servers/tool-names';
import type { TokenScope } from '../tokens/schemas';
import { type Subject, whyRefused } from '../tokens/scope';
import type { CatalogueEntry, CatalogueServer, WorkspaceCatalogue } from './deps';
import { identityMeta, type ListMethod, type ListPages, listPages } from './list-pages';
import { plainUri } from './plain-uri';
import { ResourceIndex } from './resource-index';
import { plainRoute, type Route } from './route';
import { type Shown, shownPrompt, shownResource, shownResourceTemplate, shownTool } from './shown-entry';

/**
 * A workspace as the gateway serves it to the tokens of one scope, ready to be written out: lists are JSON text from the first request on
 * that asks for them. What is not in it is not there for these tokens: lists, calls, prompts, resources and subscriptions all go by it.
 */
export interface Snapshot {
  revision: number;
  /** All of the workspace, to make the snapshot of another scope from. */
  catalogue: WorkspaceCatalogue;
  /** How much of memory its lists take. */
  chars: number;
  tools: ReadonlyMap<string, Route>;
  prompts: ReadonlyMap<string, Route>;
  resources: ResourceIndex;
  lists: Readonly<Record<Era, Record<ListMethod, ListPages>>>;
  /** Change when a client that holds the list should read it again, and only then. */
  digests: Readonly<Record<ChangingList, string>>;
  offers: Offers;
  instructions: string;
}

/** The lists whose changes clients can be told of. */
export const changingLists = ['tools', 'prompts', 'resources'] as const;
export type ChangingList = (typeof changingLists)[number];

/** What at least one server of the workspace offers. */
export interface Offers {
  prompts: boolean;
  resources: boolean;
  subscribe: boolean;
  completions: boolean;
  logging: boolean;
}

/** @param scope what the tokens are narrowed to; names are those of the whole workspace all the same */
export function buildSnapshot(
  catalogue: WorkspaceCatalogue,
  workspaceName: string,
  version: string,
  scope: TokenScope | null = null,
): Snapshot {
  const { revision } = catalogue;
  const inScope = catalogue.servers.filter(({ slug }) => scope?.servers?.includes(slug) ?? true);
  const isGranted = (subject: Subject) => whyRefused(scope, subject) === null;
  const hasPatterns = scope !== null && scope.allow.length + scope.deny.length > 0;
  // A pattern means the resource, however its URI is spelled.
  const spellings = (uri: string) => (hasPatterns ? [uri, plainUri(uri)] : [uri]);
  const mayRead = ({ slug: server }: CatalogueServer, uri: string) =>
    spellings(uri).every((name) => isGranted({ kind: 'resource', server, name, isReadOnly: true }));
  const tools = named(catalogue.servers, 'tools', isGranted);
  const prompts = named(catalogue.servers, 'prompts', isGranted);
  const readable = (kind: 'resources' | 'resourceTemplates') =>
    inScope.flatMap((server) => server[kind].filter(({ name }) => mayRead(server, name)));
  const servers = inScope.filter((server) => isSeen(server, scope, tools, prompts, mayRead));
  const entries: Record<ListMethod, Shown[]> = {
    'tools/list': tools.map(renamed),
    'prompts/list': prompts.map(renamed),
    'resources/list': shownAs(shownResource, readable('resources')),
    'resources/templates/list': shownAs(shownResourceTemplate, readable('resourceTemplates')),
  };
  const missing = missingMeta(servers);
  const pagesFor = (era: Era) => {
    const meta = [...(era === 'modern' ? [identityMeta(serverName, version)] : []), ...missing];
    const pages = (method: ListMethod) =>
      listPages(method, era, () => entries[method].map((text) => text[era]), { revision, meta });
    return {
      'tools/list': pages('tools/list'),
      'prompts/list': pages('prompts/list'),
      'resources/list': pages('resources/list'),
      'resources/templates/list': pages('resources/templates/list'),
    };
  };
  const digest = (...methods: ListMethod[]) => {
    const hash = createHash('sha256');
    for (const method of methods) for (const { modern } of entries[method]) hash.update(modern).update('\0');
    return hash.digest('base64url');
  };
  return {
    revision,
    catalogue,
    chars: charsOf(entries),
    tools: routesOf(tools),
    prompts: routesOf(prompts),
    resources: new ResourceIndex(inScope, mayRead),
    lists: { legacy: pagesFor('legacy'), modern: pagesFor('modern') },
    digests: {
      tools: digest('tools/list'),
      prompts: digest('prompts/list'),
      resources: digest('resources/list', 'resources/templates/list'),
    },
    offers: offersOf(servers),
    instructions: instructionsFor(workspaceName, servers),
  };
}

/** Whether anything of a server is granted. Where patterns allow what they name, nothing else is told of the others, not even that they are there. */
function isSeen(
  server: CatalogueServer,
  scope: TokenScope | null,
  tools: NamedEntry[],
  prompts: NamedEntry[],
  mayRead: (server: CatalogueServer, uri: string) => boolean,
): boolean {
  if (scope === null || scope.allow.length === 0) return true;
  const isItsOwn = ({ route }: NamedEntry) => route.server.id === server.id;
  const listed = [...server.resources, ...server.resourceTemplates];
  return tools.some(isItsOwn) || prompts.some(isItsOwn) || listed.some(({ name }) => mayRead(server, name));
}

function charsOf(entries: Record<ListMethod, Shown[]>): number {
  let chars = 0;
  for (const shown of Object.values(entries))
    for (const { modern, legacy } of shown) chars += modern.length + legacy.length;
  return chars;
}

interface NamedEntry {
  /** As clients see it. */
  name: string;
  shown: Shown;
  route: Route;
}

const routesOf = (entries: NamedEntry[]) => new Map(entries.map(({ name, route }) => [name, route]));

const shownAs = (show: (definition: string) => Shown | null, entries: readonly CatalogueEntry[]) =>
  entries.map(({ definition }) => show(definition)).filter((shown) => shown !== null);

function named(
  servers: readonly CatalogueServer[],
  kind: 'tools' | 'prompts',
  isGranted: (subject: Subject) => boolean,
): NamedEntry[] {
  const byId = new Map(
    servers.map((server) => [
      server.id,
      { server, entries: new Map(server[kind].map((entry) => [entry.name, entry])) },
    ]),
  );
  return [...exposedNames(servers, kind)].flatMap(([name, { serverId, tool }]) => {
    const found = byId.get(serverId);
    const entry = found?.entries.get(tool);
    if (found === undefined || entry === undefined) return [];
    const made = kind === 'tools' ? toolOf(found.server, entry, isGranted) : promptOf(found.server, entry, isGranted);
    return made === null ? [] : [{ name, ...made }];
  });
}

type Made = Omit<NamedEntry, 'name'> | null;

function toolOf(
  server: CatalogueServer,
  { name, definition }: CatalogueEntry,
  isGranted: (subject: Subject) => boolean,
): Made {
  const shown = shownTool(definition);
  if (shown === null) return null;
  const parsed = JSON.parse(shown.modern) as { inputSchema: unknown };
  if (!isGranted({ kind: 'tool', server: server.slug, name, isReadOnly: isReadOnlyTool(parsed) })) return null;
  const { inputSchema } = parsed;
  const { wrapsOutput } = shown;
  return {
    shown,
    route: { method: 'tools/call', server, name, paramHeaders: paramHeadersOf(inputSchema), wrapsOutput },
  };
}

function promptOf(
  server: CatalogueServer,
  { name, definition }: CatalogueEntry,
  isGranted: (subject: Subject) => boolean,
): Made {
  if (!isGranted({ kind: 'prompt', server: server.slug, name, isReadOnly: true })) return null;
  const shown = shownPrompt(definition);
  return shown === null ? null : { shown, route: plainRoute('prompts/get', server, name) };
}

/** The definition under the name that clients see. */
function renamed({ name, shown }: NamedEntry): Shown {
  const modern = withName(shown.modern, name);
  return { modern, legacy: shown.legacy === shown.modern ? modern : withName(shown.legacy, name) };
}

function withName(definition: string, name: string): string {
  const span = member(members(definition), 'name');
  if (span === undefined) return definition;
  return `${definition.slice(0, span.start)}${JSON.stringify(name)}${definition.slice(span.end)}`;
}

/** Which servers cannot be reached now, and from when the entries are that stand for them. Nothing while all is well. */
function missingMeta(servers: readonly CatalogueServer[]): string[] {
  const away = servers.filter(({ status }) => status === 'down' || status === 'needs_credentials');
  if (away.length === 0) return [];
  const facts = away.map(({ slug, status, statusSinceMs, refreshedAtMs }) => ({
    server: slug,
    status,
    since: moment(statusSinceMs),
    listed_at: moment(refreshedAtMs),
  }));
  return [`"aerostack/unavailable":${JSON.stringify(facts)}`];
}

const moment = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function offersOf(servers: readonly CatalogueServer[]): Offers {
  const has = (name: string) => servers.some(({ capabilities }) => isJsonObject(capabilities[name]));
  return {
    prompts: has('prompts') || servers.some(({ prompts }) => prompts.length > 0),
    resources: has('resources') || servers.some(({ resources }) => resources.length > 0),
    subscribe: servers.some(
      ({ capabilities }) => (capabilities.resources as { subscribe?: unknown })?.subscribe === true,
    ),
    completions: has('completions'),
    logging: has('logging'),
  };
}

const serverInstructionsMax = 2_000;
const instructionsMax = 16_000;

/** One line about the workspace, then what the servers say about themselves, each under its name and cut to a bound: all of it is read by a model. */
function instructionsFor(workspaceName: string, servers: readonly CatalogueServer[]): string {
  if (servers.length === 0)
    return `The workspace "${workspaceName}" has no servers yet; its admins add them in the dashboard.`;
  const names = servers.map(({ name, prefix }) => (prefix === '' ? name : `${name} (${prefix}__…)`)).join(', ');
  const own = `Tools of the workspace "${workspaceName}", from these servers: ${names}.`;
  const theirs = servers.flatMap(({ name, instructions }) =>
    instructions === null || instructions.trim() === ''
      ? []
      : [`## ${name}\n${instructions.trim().slice(0, serverInstructionsMax)}`],
  );
  return [own, ...theirs].join('\n\n').slice(0, instructionsMax);
}
