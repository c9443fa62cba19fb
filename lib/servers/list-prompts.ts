import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { PageQuery } from '../page';
import { type Place, placeKey, readDefinitions, readPlaces } from './exposed-places';
import { isJsonObject } from './json-object';
import { pageOf } from './list-page';
import type { Prompt, PromptList } from './schemas';

/** The prompts of all servers, by the rules of `listTools`. */
export async function listPrompts(ctx: Ctx, slug: string, query: PageQuery): Promise<PromptList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'tool.read');
  const all = await readPlaces(ctx.db, workspace.id, 'prompts');
  const { shown, next_cursor } = pageOf(all, placeKey, PageQuery.parse(query));
  const found = await readDefinitions(ctx.db, 'prompts', shown);
  return { prompts: found.map(({ place, definition }) => toPrompt(place, definition)), next_cursor };
}

function toPrompt({ exposed, server }: Place, definition: unknown): Prompt {
  const { title, description, arguments: args } = isJsonObject(definition) ? definition : {};
  return {
    name: exposed,
    server: server.slug,
    ...(typeof title === 'string' ? { title } : {}),
    description: typeof description === 'string' ? description : '',
    arguments: (Array.isArray(args) ? args : []).flatMap((one: unknown) => {
      if (!isJsonObject(one) || typeof one.name !== 'string') return [];
      const words = typeof one.description === 'string' ? { description: one.description } : {};
      return [{ name: one.name, ...words, required: one.required === true }];
    }),
    enabled: server.enabled,
  };
}
