import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { PageQuery } from '../page';
import { isJsonObject } from './json-object';
import { pageOf } from './list-page';
import type { Resource, ResourceList } from './schemas';

interface Place {
  kind: string;
  /** The URI, or the template of URIs. */
  name: string;
  server: { id: string; slug: string; enabled: boolean };
}

const kinds = ['resource', 'resource_template'];

/** The resources and resource templates of all servers, in the order of servers, resources first; URIs are the servers' own. */
export async function listResources(ctx: Ctx, slug: string, query: PageQuery): Promise<ResourceList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'tool.read');
  const servers = await ctx.db.server.findMany({
    where: { workspaceId: workspace.id },
    orderBy: [{ position: 'asc' }, { id: 'asc' }],
    select: {
      id: true,
      slug: true,
      enabled: true,
      entries: {
        where: { kind: { in: kinds } },
        select: { kind: true, name: true },
        orderBy: [{ kind: 'asc' }, { position: 'asc' }],
      },
    },
  });
  const all = servers.flatMap(({ entries, ...server }) => entries.map((entry) => ({ ...entry, server })));
  const { shown, next_cursor } = pageOf(all, keyOf, PageQuery.parse(query));
  const rows = await ctx.db.catalogueEntry.findMany({
    where: { OR: shown.map(({ kind, name, server }) => ({ serverId: server.id, kind, name })) },
    select: { serverId: true, kind: true, name: true, definition: true },
  });
  const definitions = new Map(rows.map((row) => [JSON.stringify([row.serverId, row.kind, row.name]), row.definition]));
  const resources = shown.flatMap((place) => {
    const definition = definitions.get(keyOf(place));
    return definition === undefined ? [] : [toResource(place, JSON.parse(definition))];
  });
  return { resources, next_cursor };
}

const keyOf = ({ server, kind, name }: Place) => JSON.stringify([server.id, kind, name]);

function toResource({ kind, name: uri, server }: Place, definition: unknown): Resource {
  const { name, title, description, mimeType } = isJsonObject(definition) ? definition : {};
  return {
    uri,
    is_template: kind === 'resource_template',
    name: typeof name === 'string' ? name : '',
    server: server.slug,
    ...(typeof title === 'string' ? { title } : {}),
    description: typeof description === 'string' ? description : '',
    ...(typeof mimeType === 'string' ? { mime_type: mimeType } : {}),
    enabled: server.enabled,
  };
}
