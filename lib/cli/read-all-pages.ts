import type { z } from 'zod';
import type { Output } from './output';
import type { Rest, RestAnswer, RestRequest } from './rest-client';

type Page<Field extends string, Item> = Record<Field, Item[]> & { next_cursor: string | null };

const pageSize = 100;
const pagesMax = 100;

/**
 * A whole list, page after page, up to 10,000 entries; beyond that it says so, and `next_cursor` in the body tells where to go on.
 * @param field the list's name in the body, as in `{ tokens: […], next_cursor }`.
 */
export async function readAllPages<Field extends string, Item>(
  rest: Rest,
  request: RestRequest,
  schema: z.ZodType<Page<Field, Item>>,
  field: Field,
  output: Pick<Output, 'say'>,
): Promise<{ items: Item[]; body: Record<string, unknown> }> {
  const items: Item[] = [];
  const entries: unknown[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const query: Record<string, string> = { limit: String(pageSize), ...(cursor === null ? {} : { cursor }) };
    const { value, body }: RestAnswer<Page<Field, Item>> = await rest.send({ ...request, query }, schema);
    items.push(...value[field]);
    entries.push(...(body[field] as unknown[]));
    cursor = value.next_cursor;
    if (cursor === null) break;
  }
  if (cursor !== null) output.say(`There are more: these are the first ${items.length}.`);
  return { items, body: { [field]: entries, next_cursor: cursor } };
}
