import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { type Bench, error, json, layBench, request, result, type Seen } from './test-bridge';

const capabilities = { tools: { listChanged: true } };
const opening = { protocolVersion: '2025-11-25', capabilities };

/** Answers the handshake with a new session each time; everything else is the test's. */
function inSession(answer: (seen: Seen, response: ServerResponse, session: number) => void) {
  let sessions = 0;
  return (seen: Seen, response: ServerResponse) => {
    if (seen.body.method === 'initialize') {
      sessions += 1;
      return json(response, 200, result(seen.body.id, opening), { 'mcp-session-id': `session-${sessions}` });
    }
    if (seen.body.method === 'notifications/initialized') return void response.writeHead(202).end();
    if (seen.method === 'DELETE') return void response.writeHead(204).end();
    if (seen.method === 'GET' && seen.headers['last-event-id'] === undefined) return void response.writeHead(405).end();
    answer(seen, response, sessions);
  };
}

async function begin(bench: Bench) {
  bench.write(request('init', 'initialize', opening));
  bench.write({ jsonrpc: '2.0', method: 'notifications/initialized' });
  expect((await bench.next()).id).toBe('init');
}

const methods = ({ seen }: Bench) => seen.filter(({ method }) => method === 'POST').map(({ body }) => body.method);

test('a session that the gateway has forgotten is begun anew with the client’s own words, and what it had agreed to is asked for again', async () => {
  const bench = await layBench(
    inSession(({ body, headers }, response) => {
      const isOld = headers['mcp-session-id'] === 'session-1';
      if (isOld && body.method === 'tools/call') json(response, 404, error(null, -32001, 'Session not found'));
      else json(response, 200, result(body.id));
    }),
  );
  await begin(bench);
  bench.write(request(1, 'logging/setLevel', { level: 'error' }));
  expect(await bench.next()).toEqual(result(1));
  bench.write(request(2, 'tools/call', { name: 'x' }));
  const [first, second] = [await bench.next(), await bench.next()];
  expect([first.method, second]).toEqual(['notifications/tools/list_changed', result(2)]);
  expect(methods(bench)).toEqual([
    ...['initialize', 'notifications/initialized', 'logging/setLevel', 'tools/call'],
    ...['initialize', 'notifications/initialized', 'logging/setLevel', 'tools/call'],
  ]);
  const [, , , , again] = bench.seen.filter(({ method }) => method === 'POST');
  expect(again?.body.params).toEqual(opening);
  await bench.end();
  expect(bench.seen.at(-1)).toMatchObject({ method: 'DELETE', headers: { 'mcp-session-id': 'session-2' } });
});

const event = (id: string, message: object) => `id: ${id}\nretry: 10\ndata: ${JSON.stringify(message)}\n\n`;
const stream = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });
const progress = { jsonrpc: '2.0', method: 'notifications/progress', params: { progressToken: 1, progress: 1 } };

test('a stream that breaks off is taken up after the last event, and nothing is called twice', async () => {
  const bench = await layBench(
    inSession(({ method, headers }, response) => {
      if (method === 'GET')
        return void stream(response).end(event('s1.2', result(1, { of: headers['last-event-id'] })));
      stream(response).write(event('s1.1', progress), () => response.destroy());
    }),
  );
  await begin(bench);
  bench.write(request(1, 'tools/call', { name: 'x' }));
  expect(await bench.next()).toEqual(progress);
  expect(await bench.next()).toEqual(result(1, { of: 's1.1' }));
  expect(methods(bench).filter((one) => one === 'tools/call')).toHaveLength(1);
  await bench.end();
});

test('a stream that the gateway does not have any more is not waited on: the call may have run', async () => {
  const other = { jsonrpc: '2.0', method: 'notifications/message', params: {} };
  const bench = await layBench(
    inSession(({ method }, response) => {
      if (method === 'GET') return void stream(response).write(event('g.7', other));
      stream(response).write(event('s1.1', progress), () => response.destroy());
    }),
  );
  await begin(bench);
  bench.write(request(1, 'tools/call', { name: 'x' }));
  expect(await bench.next()).toEqual(progress);
  expect(await bench.next()).toMatchObject({ id: 1, error: { data: { reason: 'interrupted', mayHaveRun: true } } });
  await bench.end();
});

test.each([
  ['tools/call', 1],
  ['prompts/get', 1],
  ['tools/list', 2],
])('%s whose connection breaks is sent %i times', async (method, times) => {
  const bench = await layBench(({ body }, response, count) => {
    if (count === 1) response.destroy();
    else json(response, 200, result(body.id));
  });
  bench.write(request(1, method, { name: 'x' }));
  const answer = await bench.next();
  expect(bench.seen).toHaveLength(times);
  expect('result' in answer).toBe(times === 2);
  await bench.end();
});

test('a refusal that nobody can be told of is waited out; one of a request is told, with when to come again', async () => {
  const bench = await layBench(({ body }, response, count) => {
    if (count <= 2) json(response, 429, error(body.id ?? null, -32000, 'Rate limit exceeded'), { 'retry-after': '1' });
    else response.writeHead(202).end();
  });
  bench.write(request(1, 'tools/call', { name: 'x' }));
  expect(await bench.next()).toMatchObject({ error: { code: -32000, data: { retryAfterSeconds: 1 } } });
  bench.write({ jsonrpc: '2.0', id: 'asked', result: {} });
  await expect.poll(() => bench.seen.length, { timeout: 5_000 }).toBe(3);
  await bench.end();
});

test('a gateway that cannot look at tokens for a moment is asked again, because it ran nothing', async () => {
  const bench = await layBench(({ body }, response, count) => {
    if (count === 1) json(response, 503, error(null, -32603, 'Try again in a moment.'));
    else json(response, 200, result(body.id));
  });
  bench.write(request(1, 'tools/call', { name: 'x' }));
  expect(await bench.next()).toEqual(result(1));
  await bench.end();
});

test('a token that was stored anew counts without a restart', async () => {
  let token = 'first';
  const renew = async () => {
    token = 'second';
    return true;
  };
  const bench = await layBench(
    ({ body, headers }, response) => {
      if (headers.authorization === 'Bearer second') json(response, 200, result(body.id));
      else json(response, 401, error(null, -32001, 'Token revoked.'));
    },
    { token: { current: () => token, renew } },
  );
  bench.write(request(1, 'ping'));
  expect(await bench.next()).toEqual(result(1));
  await bench.end();
});

test('what a stranger answers is never taken for the gateway’s, and a redirect is never followed', async () => {
  const bench = await layBench((_, response, count) => {
    if (count === 1) response.writeHead(302, { location: 'https://evil.example/login' }).end();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
  });
  bench.write(request(1, 'tools/call', { name: 'x' }));
  expect(await bench.next()).toMatchObject({ error: { message: expect.stringContaining('https://evil.example') } });
  bench.write(request(2, 'tools/call', { name: 'x' }));
  expect(await bench.next()).toMatchObject({ id: 2, error: { data: { mayHaveRun: true } } });
  await bench.end();
});

test('requests beyond a thousand that wait are refused, and nothing that is known is lost', async () => {
  const waiting: (() => void)[] = [];
  const bench = await layBench(({ body }, response) => void waiting.push(() => json(response, 200, result(body.id))));
  for (let id = 0; id <= 1_000; id += 1) bench.write(request(id, 'tools/call', { name: 'x' }));
  expect(await bench.next()).toMatchObject({ id: 1_000, error: { data: { mayHaveRun: false } } });
  await expect.poll(() => waiting.length, { timeout: 20_000 }).toBe(1_000);
  for (const answer of waiting) answer();
  const ids = new Set<unknown>();
  for (let count = 0; count < 1_000; count += 1) ids.add((await bench.next()).id);
  expect(ids.size).toBe(1_000);
  await bench.end();
}, 40_000);
