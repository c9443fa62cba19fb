import { expect, it } from 'vitest';
import type { Call } from '../calls/schemas';
import { openCallTail } from './call-tail';
import type { Rest, RestRequest } from './rest-client';

const request: RestRequest = { method: 'GET', path: ['calls'], query: { outcome: 'failed' } };
const startMs = Date.parse('2026-11-28T12:00:00Z');
const idOf = (atMs: number, n: number) =>
  `${atMs.toString(16).padStart(12, '0').replace(/^.{8}/, '$&-')}-7000-8000-${String(n).padStart(12, '0')}`;

/** A server that keeps calls and tells its clock, which a test sets. */
function serve() {
  const calls: Call[] = [];
  const state = { nowMs: startMs, asked: [] as Record<string, string>[], isDown: false };
  const rest: Rest = {
    send: async ({ query = {} }, answer) => {
      if (state.isDown) throw new Error('down');
      state.asked.push(query);
      const fromMs = query.from === undefined ? 0 : Date.parse(query.from);
      const all = calls.filter(({ at }) => Date.parse(at) >= fromMs).sort((a, b) => (a.id < b.id ? 1 : -1));
      const begin = Number(query.cursor ?? 0);
      const end = begin + Number(query.limit);
      const next_cursor = end < all.length ? String(end) : null;
      const body = { calls: all.slice(begin, end), next_cursor, searched_to: null };
      return { body, value: answer.parse(body), date: new Date(state.nowMs).toUTCString() };
    },
  };
  /** A call that ended so many seconds before now. */
  const add = (tool: string, secondsAgo = 0) => {
    const atMs = state.nowMs - secondsAgo * 1_000;
    const rest = {
      member: null,
      token: null,
      server: null,
      client: null,
      server_ms: 1,
      gateway_ms: 1,
      request_id: 'r',
    };
    calls.push({ ...rest, id: idOf(atMs, calls.length), at: new Date(atMs).toISOString(), tool, outcome: 'timeout' });
  };
  const pass = (seconds: number) => {
    state.nowMs += seconds * 1_000;
  };
  return { rest, add, pass, state };
}

const shown = async (tail: ReturnType<typeof openCallTail>) => (await tail.next()).calls.map(({ tool }) => tool);
const open = ({ rest }: ReturnType<typeof serve>, limit: number) =>
  openCallTail(rest, request, limit, () => new Date(Number.NaN));

it('shows each call once, oldest first, also one that arrives behind later ones', async () => {
  const server = serve();
  for (const [tool, secondsAgo] of [
    ['a', 3],
    ['b', 2],
    ['c', 1],
  ] as const)
    server.add(tool, secondsAgo);
  const tail = open(server, 2);
  expect(await shown(tail)).toEqual(['b', 'c']);
  server.pass(1);
  server.add('d');
  expect(await shown(tail)).toEqual(['d']);
  server.pass(1);
  server.add('late', 1.5);
  server.add('e');
  expect(await shown(tail)).toEqual(['late', 'e']);
  expect(await shown(tail)).toEqual([]);
});

it('begins with nothing where nothing is, and misses nothing that comes', async () => {
  const server = serve();
  const tail = open(server, 10);
  expect(await shown(tail)).toEqual([]);
  server.pass(1);
  server.add('first');
  expect(await shown(tail)).toEqual(['first']);
});

it('makes up for the time of an outage', async () => {
  const server = serve();
  const tail = open(server, 10);
  await tail.next();
  server.state.isDown = true;
  server.pass(60);
  server.add('meanwhile');
  await expect(tail.next()).rejects.toThrow();
  server.pass(60);
  server.state.isDown = false;
  expect(await shown(tail)).toEqual(['meanwhile']);
});

it('asks for what is new only, by the server’s clock, however rare the calls are that are looked for', async () => {
  const server = serve();
  const tail = open(server, 10);
  await tail.next();
  server.pass(3_600);
  await tail.next();
  await tail.next();
  expect(server.state.asked.map(({ from }) => from)).toEqual([
    undefined,
    '2026-11-28T11:59:45.000Z',
    '2026-11-28T12:59:45.000Z',
  ]);
  expect(server.state.asked.every(({ outcome }) => outcome === 'failed')).toBe(true);
});

it('says when so many come at once that some are left out', async () => {
  const server = serve();
  const tail = open(server, 10);
  await tail.next();
  for (let i = 0; i < 1_001; i += 1) server.add(String(i));
  const { calls, isWhole } = await tail.next();
  expect([calls.length, calls[0]?.tool, isWhole]).toEqual([1_000, '1', false]);
});
