import type { z } from 'zod';
import type { Output } from './output';
import { readPages } from './read-pages';
import type { Rest, RestRequest } from './rest-client';

const itemsMax = 10_000;

/**
 * A whole list, page after page, up to 10,000 entries; beyond that it says so, and `next_cursor` in the body tells where to go on.
 * @param field the list's name in the body, as in `{ tokens: […], next_cursor }`.
 */
export async function readAllPages<Field extends string, Item>(
  rest: Rest,
  request: RestRequest,
  schema: z.ZodType<Record<Field, Item[]> & { next_cursor: string | null }>,
  field: Field,
  output: Pick<Output, 'say'>,
): Promise<{ items: Item[]; body: Record<string, unknown> }> {
  const read = await readPages(rest, request, schema, field, itemsMax);
  if (read.body.next_cursor !== null) output.say(`There are more: these are the first ${read.items.length}.`);
  return read;
}
