import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { z } from 'zod';
import { CliError } from './cli-error';
import { openRest, type RestRequest } from './rest-client';

const apiKey = `ak_${'c0ffee00'.repeat(6)}`;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const said: string[] = [];
const rest = (origin: string, deadlineMs = 5_000) =>
  openRest({ origin, apiKey }, { version: '1.2.3', deadlineMs, debug: (text) => void said.push(text) });
const list: RestRequest = { method: 'GET', path: ['workspaces'] };
const create: RestRequest = { method: 'POST', path: ['workspaces'], body: { name: 'A' } };
const Answer = z.object({ ok: z.boolean() });

const failureOf = (promise: Promise<unknown>): Promise<CliError> =>
  promise.then(
    () => Promise.reject(new Error('this succeeded')),
    (error: unknown) => (error instanceof CliError ? error : Promise.reject(error)),
  );

/** What is said about an answer of this status, these headers and this body. */
const refusalOf = async (status: number, headers: Record<string, string>, body: unknown, request = list) => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return failureOf(rest(await listen((_, res) => res.writeHead(status, headers).end(text))).send(request, Answer));
};
const problem = (code: string, detail: string, more = {}) => ({ code, detail, request_id: 'r-1', ...more });

it('hands over the body as it came, with fields that this version does not know', async () => {
  const origin = await listen((_, res) => res.end('{"ok":true,"later":[1]}'));
  const { body, value, date } = await rest(origin).send(list, Answer);
  expect([body, value]).toEqual([{ ok: true, later: [1] }, { ok: true }]);
  expect(Math.abs(Date.parse(date ?? '') - Date.now()), 'by the server’s clock').toBeLessThan(60_000);
});

it('sends the key in a header only, and tells nobody', async () => {
  const seen: { url: string | undefined; authorization: string | undefined }[] = [];
  const origin = await listen(({ url, headers: { authorization } }, res) => {
    seen.push({ url, authorization });
    res.end('{"ok":true}');
  });
  await rest(origin).send({ method: 'GET', path: ['workspaces', '..', 'a/b', ''], query: { limit: '1' } }, Answer);
  expect(seen).toEqual([{ url: '/api/v1/workspaces/_/a%2Fb/_?limit=1', authorization: `Bearer ${apiKey}` }]);
  expect(said.at(-1)).toMatch(/^GET http.*HTTP 200/);
  expect(said.join()).not.toContain(apiKey);
});

it('follows no redirect with the key in hand, and says where it would have led', async () => {
  let visits = 0;
  const elsewhere = await listen((_, res) => {
    visits += 1;
    res.end('{"ok":true}');
  });
  const { kind, message } = await refusalOf(308, { location: `${elsewhere}/api/v1/workspaces?secret=1` }, '');
  expect([kind, message]).toEqual([
    'failure',
    expect.stringContaining(`sends its visitors to ${elsewhere}. Set AEROSTACK_URL`),
  ]);
  expect(visits).toBe(0);
});

it.each([
  [401, problem('not_signed_in', 'x'), 'not_signed_in', /does not accept this API key.*Account → API keys/],
  [403, problem('forbidden', 'Only an owner may do this.'), 'failure', /^Only an owner may do this\.$/],
  [404, problem('not_found', 'There is nothing here.'), 'not_found', /^There is nothing here\.$/],
  [409, problem('conflict', 'This slug is taken.'), 'failure', /^This slug is taken\.$/],
  [
    422,
    problem('invalid_input', 'x', { errors: [{ path: 'expires_in', message: 'At least 60.' }] }),
    'usage',
    /^expires-in: At least 60\.$/,
  ],
  [429, problem('rate_limited', 'x'), 'rate_limited', /Try again in 7 s/],
  [
    500,
    problem('internal', 'Something went wrong.'),
    'failure',
    /^Something went wrong\. \(HTTP 500, request id r-1\)$/,
  ],
  [418, problem('from_the_future', 'Short and stout.'), 'failure', /^Short and stout\.$/],
])('turns HTTP %i into what to do', async (status, body, kind, words) => {
  const error = await refusalOf(status, { 'retry-after': '7' }, body);
  expect([error.kind, error.message]).toEqual([kind, expect.stringMatching(words)]);
});

it.each([
  [200, '<html>Welcome to nginx</html>'],
  [401, 'Authorization Required'],
  [404, '{"error":"Not Found"}'],
  [200, '[]'],
])('does not take HTTP %i from another program for an answer of Aerostack', async (status, body) => {
  const { kind, message } = await refusalOf(status, {}, body);
  expect([kind, message]).toEqual(['failure', expect.stringMatching(/not as Aerostack does.*AEROSTACK_URL/)]);
});

it('says that the versions differ when a success has another shape', async () => {
  expect((await refusalOf(200, {}, { ok: 'yes' })).message).toMatch(/aerostack 1\.2\.3 does not understand/);
});

it('gives up at the deadline, before and in the middle of an answer, and says that a change may have been made', async () => {
  const silent = await listen(() => {});
  expect((await failureOf(rest(silent, 50).send(list, Answer))).message).toMatch(/did not answer within 0\.05 s\.$/);
  const stuck = await listen((_, res) => void res.write('{"ok":'));
  expect((await failureOf(rest(stuck, 50).send(create, Answer))).message).toMatch(/may have been done all the same/);
});

it('looks for what to say about something missing only when it is Aerostack that misses it', async () => {
  const asked: RestRequest = { ...list, missing: async () => 'There is none. Did you mean “b”?' };
  const missing = await refusalOf(404, {}, problem('not_found', 'x'), asked);
  expect([missing.kind, missing.message]).toEqual(['not_found', 'There is none. Did you mean “b”?']);
  expect((await refusalOf(404, {}, 'Not Found', asked)).message).toMatch(/not as Aerostack does/);
});

it('takes an answer without a body for an empty one', async () => {
  const origin = await listen((_, res) => res.writeHead(204).end());
  const request = { method: 'DELETE', path: ['workspaces', 'acme'] } as const;
  const { body, value } = await rest(origin).send(request, z.strictObject({}));
  expect([body, value]).toEqual([{}, {}]);
});

it('says how to start a server where none answers', async () => {
  const origin = await listen(() => {});
  servers.at(-1)?.close();
  const { kind, message } = await failureOf(rest(origin).send(create, Answer));
  expect(kind).toBe('failure');
  expect(message).toBe(
    `Nothing answers at ${origin}. Start Aerostack there (npm start), or set AEROSTACK_URL to where it runs.`,
  );
});

it('does not swallow an endless answer', async () => {
  const origin = await listen((_, res) => {
    const more = () => {
      while (res.write(Buffer.alloc(1024 * 1024))) if (res.destroyed) return;
      res.once('drain', more);
    };
    more();
  });
  expect((await failureOf(rest(origin).send(list, Answer))).message).toMatch(/larger than/);
});
