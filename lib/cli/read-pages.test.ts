import { expect, it } from 'vitest';
import { z } from 'zod';
import { readPages } from './read-pages';
import type { Rest, RestRequest } from './rest-client';

const schema = z.object({ calls: z.array(z.number()), next_cursor: z.string().nullable() });
const request: RestRequest = { method: 'GET', path: ['calls'], query: { tool: 'add' } };

/** A list without an end, whose pages are as long as they are asked to be, or empty where the cursor says so. */
function endless(isEmpty: (cursor: number) => boolean = () => false): { rest: Rest; asked: Record<string, string>[] } {
  const asked: Record<string, string>[] = [];
  const rest: Rest = {
    send: async ({ query = {} }, answer) => {
      asked.push(query);
      const from = Number(query.cursor ?? 0);
      const length = isEmpty(from) ? 0 : Number(query.limit);
      const calls = Array.from({ length }, (_, i) => from + i);
      const body = { calls, next_cursor: String(from + Math.max(1, length)), searched_to: `page ${asked.length}` };
      return { body, value: answer.parse(body) };
    },
  };
  return { rest, asked };
}

it('reads as many as are wanted and asks for no more, with the filters on every page', async () => {
  const { rest, asked } = endless();
  const { items, body } = await readPages(rest, request, schema, 'calls', 130);
  expect([items.length, items.at(-1)]).toEqual([130, 129]);
  expect(asked).toEqual([
    { tool: 'add', limit: '100' },
    { tool: 'add', limit: '30', cursor: '100' },
  ]);
  expect(body).toEqual({ calls: items, next_cursor: '130', searched_to: 'page 2' });
});

it('goes on behind pages without an entry, and ends when there are too many of them', async () => {
  const some = await readPages(endless((cursor) => cursor < 3).rest, request, schema, 'calls', 2);
  expect(some.items).toEqual([3, 4]);
  const none = endless(() => true);
  expect((await readPages(none.rest, request, schema, 'calls', 2)).items).toEqual([]);
  expect(none.asked).toHaveLength(100);
});
