import { expect, it } from 'vitest';
import type { Call, CallList } from '@/lib/calls/schemas';
import { callsMax, isBeyond, type Pages, withNewCalls } from './new-calls';

const call = (id: number): Call => ({
  id: String(id).padStart(6, '0'),
  at: '2026-11-01T00:00:00.000Z',
  member: null,
  token: null,
  server: null,
  tool: 't',
  outcome: 'ok',
  client: null,
  server_ms: 1,
  gateway_ms: 1,
  request_id: 'r',
});
const page = (ids: number[], next_cursor: string | null = null): CallList => ({
  calls: ids.map(call),
  next_cursor,
  searched_to: null,
});
const pages = (...all: CallList[]): Pages => ({ pages: all, pageParams: all.map(() => null) });
const idsOf = (data: Pages) => data.pages.flatMap(({ calls }) => calls.map(({ id }) => Number(id)));

it('new calls come on top, each once, also one that was written behind a later one', () => {
  const known = pages(page([9, 7, 5], 'c'), page([3, 1], 'd'));
  expect(idsOf(withNewCalls(known, page([11, 10, 9, 8, 7])))).toEqual([11, 10, 9, 8, 7, 5, 3, 1]);
  expect(withNewCalls(known, page([9, 7])).pages[0]).toBe(known.pages[0]);
});

it('a list without calls gets its first one', () => {
  expect(idsOf(withNewCalls(pages(page([])), page([1])))).toEqual([1]);
});

it('what belongs to a page that was not asked for yet does not come before it', () => {
  expect(idsOf(withNewCalls(pages(page([9, 7], 'c')), page([8, 3])))).toEqual([9, 8, 7]);
});

it('the list begins anew rather than with a hole in it, or without an end', () => {
  const known = pages(page([9, 7], 'c'));
  expect(isBeyond(known, page([30, 20], 'more'))).toBe(true);
  expect(isBeyond(known, page([30, 20]))).toBe(false);
  expect(isBeyond(known, page([30, 9], 'more'))).toBe(false);
  expect(isBeyond(pages(page(Array.from({ length: callsMax + 1 }, (_, id) => id))), page([]))).toBe(true);
});
