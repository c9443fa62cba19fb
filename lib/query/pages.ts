import { request } from './request';

interface Page {
  next_cursor: string | null;
}

/** More than a screen can show; beyond it a list says that it was cut. */
const pagesMax = 20;

/**
 * A whole list, page after page.
 * @param name the plural under which the list stands, e.g. `tokens`.
 */
export async function requestAll<Item>(path: string, name: string, signal: AbortSignal): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < pagesMax; page += 1) {
    const query: string = cursor === null ? '?limit=100' : `?limit=100&cursor=${encodeURIComponent(cursor)}`;
    const answer: Page & Record<string, unknown> = await request(`${path}${query}`, { signal });
    items.push(...(answer[name] as Item[]));
    cursor = answer.next_cursor;
    if (cursor === null) break;
  }
  return items;
}
