import { expect, it } from 'vitest';
import { z } from 'zod';
import { readAllPages } from './read-all-pages';
import type { Rest, RestRequest } from './rest-client';

const schema = z.object({ tokens: z.array(z.object({ id: z.number() })), next_cursor: z.string().nullable() });
const request: RestRequest = { method: 'GET', path: ['workspaces', 'a', 'tokens'] };

/** A list of this many pages of one entry each; the cursor is the number of the next one. */
function listOf(pages: number): { rest: Rest; asked: (string | undefined)[] } {
  const asked: (string | undefined)[] = [];
  const rest: Rest = {
    send: async ({ query }, answer) => {
      asked.push(query?.cursor);
      const page = Number(query?.cursor ?? 0);
      const body = { tokens: [{ id: page, later: 1 }], next_cursor: page + 1 < pages ? String(page + 1) : null };
      return { body, value: answer.parse(body) };
    },
  };
  return { rest, asked };
}

it('shows a list whole, however many pages it has', async () => {
  const { rest, asked } = listOf(3);
  const said: string[] = [];
  const { items, body } = await readAllPages(rest, request, schema, 'tokens', { say: (text) => void said.push(text) });
  expect(asked).toEqual([undefined, '1', '2']);
  expect(items).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }]);
  expect(body).toEqual({ tokens: [0, 1, 2].map((id) => ({ id, later: 1 })), next_cursor: null });
  expect(said).toEqual([]);
});

it('ends even if the list does not, and says so', async () => {
  const said: string[] = [];
  const { items, body } = await readAllPages(listOf(Number.POSITIVE_INFINITY).rest, request, schema, 'tokens', {
    say: (text) => void said.push(text),
  });
  expect([items.length, body.next_cursor]).toEqual([100, '100']);
  expect(said).toEqual(['There are more: these are the first 100.']);
});
