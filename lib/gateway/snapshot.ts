import { member, members } from '../json-spans';
import { type Era, metaKeys, serverName } from '../mcp-protocol';
import { exposedNames } from '../servers/tool-names';
import type { CatalogueEntry, CatalogueServer, WorkspaceCatalogue } from './deps';
import { type ParamHeader, paramHeadersOf } from './param-headers';

/** Where a call to an exposed tool name goes. */
export interface Route {
  server: CatalogueServer;
  /** The tool's name on that server. */
  tool: string;
  paramHeaders: readonly ParamHeader[];
  /** 2025-era clients only know objects as structured output: anything else reaches them as `{"result": …}`. */
  wrapsOutput: boolean;
}

/** A workspace as the gateway serves it, ready to be written out: lists are JSON text before the first request comes. */
export interface Snapshot {
  revision: number;
  routes: ReadonlyMap<string, Route>;
  toolsList: Readonly<Record<Era, string>>;
  instructions: string;
}

export function buildSnapshot(catalogue: WorkspaceCatalogue, workspaceName: string, version: string): Snapshot {
  const routes = new Map<string, Route>();
  const legacy: string[] = [];
  const modern: string[] = [];
  const servers = new Map(catalogue.servers.map((server) => [server.id, server]));
  const tools = new Map(
    catalogue.servers.map(({ id, tools: of }) => [id, new Map(of.map((tool) => [tool.name, tool]))]),
  );
  for (const [name, { serverId, tool: toolName }] of exposedNames(catalogue.servers)) {
    const server = servers.get(serverId);
    const tool = tools.get(serverId)?.get(toolName);
    if (server === undefined || tool === undefined) continue;
    const { inputSchema, outputSchema } = JSON.parse(tool.definition) as {
      inputSchema?: unknown;
      outputSchema?: unknown;
    };
    const wrapsOutput = outputSchema !== undefined && (outputSchema as { type?: unknown } | null)?.type !== 'object';
    routes.set(name, { server, tool: toolName, paramHeaders: paramHeadersOf(inputSchema), wrapsOutput });
    const shown = renameTool(tool, name);
    modern.push(shown);
    legacy.push(wrapsOutput ? wrapOutputSchema(shown) : shown);
  }
  const identity = JSON.stringify({ name: serverName, version });
  return {
    revision: catalogue.revision,
    routes,
    toolsList: {
      legacy: `{"tools":[${legacy.join(',')}]}`,
      // `private`: what a list holds is decided by the credential. 0: a client that asks again is answered from memory.
      modern: `{"resultType":"complete","tools":[${modern.join(',')}],"ttlMs":0,"cacheScope":"private","_meta":{"${metaKeys.serverInfo}":${identity}}}`,
    },
    instructions: instructionsFor(workspaceName, catalogue.servers),
  };
}

/** The definition under the name that clients see; every other byte stays the server's. */
function renameTool(tool: CatalogueEntry, name: string): string {
  const { definition } = tool;
  const span = member(members(definition), 'name');
  if (span === undefined) return definition;
  return `${definition.slice(0, span.start)}${JSON.stringify(name)}${definition.slice(span.end)}`;
}

function wrapOutputSchema(definition: string): string {
  const span = member(members(definition), 'outputSchema');
  if (span === undefined) return definition;
  const inner = definition.slice(span.start, span.end);
  const wrapped = `{"type":"object","properties":{"result":${inner}},"required":["result"]}`;
  return `${definition.slice(0, span.start)}${wrapped}${definition.slice(span.end)}`;
}

function instructionsFor(workspaceName: string, servers: readonly CatalogueServer[]): string {
  const named = servers.map(({ name, prefix }) => (prefix === '' ? name : `${name} (${prefix}__…)`)).join(', ');
  return servers.length === 0
    ? `The workspace "${workspaceName}" has no servers yet; its admins add them in the dashboard.`
    : `Tools of the workspace "${workspaceName}", from these servers: ${named}.`;
}
