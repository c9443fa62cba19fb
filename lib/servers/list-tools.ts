import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { PageQuery } from '../page';
import { type Place, placeKey, readDefinitions, readPlaces } from './exposed-places';
import { isReadOnlyTool } from './is-read-only-tool';
import { isJsonObject } from './json-object';
import { pageOf } from './list-page';
import type { Tool, ToolList } from './schemas';

/**
 * The tools of all servers by the names that the gateway gives them, in its order; those of disabled servers too, by the
 * names they would have among themselves.
 */
export async function listTools(ctx: Ctx, slug: string, query: PageQuery): Promise<ToolList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'tool.read');
  const all = await readPlaces(ctx.db, workspace.id, 'tools');
  const { shown, next_cursor } = pageOf(all, placeKey, PageQuery.parse(query));
  const found = await readDefinitions(ctx.db, 'tools', shown);
  return { tools: found.map(({ place, definition }) => toTool(place, definition)), next_cursor };
}

function toTool({ exposed, name, server }: Place, definition: unknown): Tool {
  const { title, description, annotations, inputSchema } = isJsonObject(definition) ? definition : {};
  const shownTitle = title ?? (isJsonObject(annotations) ? annotations.title : undefined);
  return {
    name: exposed,
    server: server.slug,
    stable_name: `${server.slug}__${name}`,
    ...(typeof shownTitle === 'string' ? { title: shownTitle } : {}),
    description: typeof description === 'string' ? description : '',
    input_schema: inputSchema,
    read_only: isReadOnlyTool(definition),
    enabled: server.enabled,
  };
}
