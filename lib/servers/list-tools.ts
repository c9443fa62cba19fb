import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { AppError } from '../errors';
import { PageQuery } from '../page';
import { isJsonObject } from './json-object';
import type { Tool, ToolList } from './schemas';
import { exposedNames } from './tool-names';

interface ServerRow {
  id: string;
  slug: string;
  prefix: string;
  enabled: boolean;
  tools: { name: string }[];
  prompts: { name: string }[];
}

/**
 * The tools of all servers by the names that the gateway gives them, in its order; those of disabled servers too, by the
 * names they would have among themselves.
 */
export async function listTools(ctx: Ctx, slug: string, query: PageQuery): Promise<ToolList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'tool.read');
  const { cursor, limit } = PageQuery.parse(query);
  const servers = await ctx.db.server.findMany({
    where: { workspaceId: workspace.id },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      slug: true,
      prefix: true,
      enabled: true,
      entries: { where: { kind: 'tool' }, select: { name: true }, orderBy: { position: 'asc' } },
    },
  });
  const all = placesOf(servers.map(({ entries, ...server }) => ({ ...server, tools: entries, prompts: [] })));
  const from = cursor === undefined ? 0 : startOf(cursor, all);
  const shown = all.slice(from, from + limit);
  const tools = await readTools(ctx, shown);
  const last = from + limit < all.length ? shown.at(-1) : undefined;
  return { tools, next_cursor: last === undefined ? null : cursorOf(last) };
}

interface Place {
  exposed: string;
  tool: string;
  server: ServerRow;
}

function placesOf(servers: ServerRow[]): Place[] {
  const byId = new Map(servers.map((server) => [server.id, server]));
  const names = [true, false].flatMap((enabled) => [...exposedNames(servers.filter((one) => one.enabled === enabled))]);
  const places = names.flatMap(([exposed, { serverId, tool }]) => {
    const server = byId.get(serverId);
    return server === undefined ? [] : [{ exposed, tool, server }];
  });
  const order = new Map(servers.map((server, index) => [server.id, index]));
  return places.sort((a, b) => (order.get(a.server.id) ?? 0) - (order.get(b.server.id) ?? 0));
}

/** The definitions of one page only: a schema may be a quarter of a megabyte. */
async function readTools(ctx: Ctx, places: Place[]): Promise<Tool[]> {
  const rows = await ctx.db.catalogueEntry.findMany({
    where: { kind: 'tool', OR: places.map(({ server, tool }) => ({ serverId: server.id, name: tool })) },
    select: { serverId: true, name: true, definition: true },
  });
  const definitions = new Map(rows.map((row) => [JSON.stringify([row.serverId, row.name]), row.definition]));
  return places.flatMap(({ exposed, tool, server }) => {
    const definition = definitions.get(JSON.stringify([server.id, tool]));
    return definition === undefined ? [] : [toTool(exposed, server, JSON.parse(definition))];
  });
}

function toTool(name: string, server: ServerRow, definition: unknown): Tool {
  const { title, description, annotations, inputSchema } = isJsonObject(definition) ? definition : {};
  const shownTitle = title ?? (isJsonObject(annotations) ? annotations.title : undefined);
  return {
    name,
    server: server.slug,
    ...(typeof shownTitle === 'string' ? { title: shownTitle } : {}),
    description: typeof description === 'string' ? description : '',
    input_schema: inputSchema,
    enabled: server.enabled,
  };
}

/** Names the last tool shown by its server and exposed name, which outlive a refresh of the catalogue. */
const cursorOf = ({ server, exposed }: Place) => Buffer.from(`${server.id} ${exposed}`).toString('base64url');

function startOf(cursor: string, all: Place[]): number {
  const index = all.findIndex((place) => cursorOf(place) === cursor);
  if (index !== -1) return index + 1;
  const message = 'The list has changed since that page. Begin again without a cursor.';
  throw new AppError('invalid_input', message, { errors: [{ path: 'cursor', message }] });
}
