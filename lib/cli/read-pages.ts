import type { z } from 'zod';
import type { Rest, RestAnswer, RestRequest } from './rest-client';

type Page<Field extends string, Item> = Record<Field, Item[]> & { next_cursor: string | null };

interface Pages<Item> {
  items: Item[];
  body: Record<string, unknown>;
  /** Of the first page: everything that was there by then is in it, or behind it. */
  date: string | null;
}

const pageSize = 100;
const pagesMax = 100;

/**
 * The beginning of a list, page after page, up to so many entries or a hundred pages. The body is that of the last page with the entries
 * of all; its `next_cursor` tells where to go on.
 * @param field the list's name in the body, as in `{ tokens: […], next_cursor }`.
 */
export async function readPages<Field extends string, Item>(
  rest: Rest,
  request: RestRequest,
  schema: z.ZodType<Page<Field, Item>>,
  field: Field,
  itemsMax: number,
): Promise<Pages<Item>> {
  const items: Item[] = [];
  const entries: unknown[] = [];
  let cursor: string | null = null;
  let last: Record<string, unknown> = {};
  let first: string | null = null;
  for (let page = 0; page < pagesMax && items.length < itemsMax; page += 1) {
    const limit = String(Math.min(pageSize, itemsMax - items.length));
    const query: Record<string, string> = { ...request.query, limit, ...(cursor === null ? {} : { cursor }) };
    const { value, body, date = null }: RestAnswer<Page<Field, Item>> = await rest.send({ ...request, query }, schema);
    items.push(...value[field]);
    entries.push(...(body[field] as unknown[]));
    last = body;
    if (page === 0) first = date;
    cursor = value.next_cursor;
    if (cursor === null) break;
  }
  return { items, body: { ...last, [field]: entries, next_cursor: cursor }, date: first };
}
