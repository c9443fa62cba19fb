import { expect, test } from './test';
import { bearer, legacyRequest, modernRequest, rpcOf, send, type WireAnswer } from './wire';

const ping = (raw: string, id: unknown = 1) => ({
  ...legacyRequest('ping', undefined, bearer(raw)),
  body: { jsonrpc: '2.0', id, method: 'ping' },
});
const remaining = (answer: WireAnswer) => Number(answer.headers['x-ratelimit-remaining']);
const statuses = (answers: WireAnswer[]) => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

/** Spends `count` of the token's rate as fast as the wire allows. */
const spend = (url: string, raw: string, count: number) =>
  Promise.all(Array.from({ length: count }, (_, id) => send(url, ping(raw, id))));

test('exactly 120 of 150 simultaneous requests are admitted, and each refusal is the published body with its own id', async ({
  token,
}) => {
  const ids = Array.from({ length: 150 }, (_, index) => (index % 2 === 0 ? index : `request-${index}`));
  const answers = await Promise.all(ids.map((id) => send(token.url, ping(token.raw, id))));
  expect(statuses(answers)).toEqual({ 200: 120, 429: 30 });
  for (const [index, answer] of answers.entries()) {
    if (answer.status === 200) continue;
    const id = JSON.stringify(ids[index]);
    expect(answer.text).toBe(`{"jsonrpc":"2.0","id":${id},"error":{"code":-32000,"message":"Rate limit exceeded"}}`);
    expect(answer.headers['content-type']).toMatch(/^application\/json/);
    expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect(remaining(answer)).toBe(0);
  }
});

test('a modern request over the rate gets the same published body', async ({ token }) => {
  await spend(token.url, token.raw, 120);
  const request = modernRequest('tools/list', {}, { id: 'modern' });
  const answer = await send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } });
  expect(answer.status).toBe(429);
  expect(answer.text).toBe('{"jsonrpc":"2.0","id":"modern","error":{"code":-32000,"message":"Rate limit exceeded"}}');
});

test('refused requests cost nothing: the moment to come back does not move while a client keeps knocking', async ({
  token,
}) => {
  await spend(token.url, token.raw, 120);
  const [first] = await spend(token.url, token.raw, 1);
  const resetAt = Number(first?.headers['x-ratelimit-reset']);
  const more = await spend(token.url, token.raw, 60);
  expect(statuses(more)).toEqual({ 429: 60 });
  for (const answer of more)
    expect(Math.abs(Number(answer.headers['x-ratelimit-reset']) - resetAt)).toBeLessThanOrEqual(1);
});

test('GET and DELETE cost nothing, each POST costs one, whatever it asks', async ({ token }) => {
  for (const method of ['GET', 'DELETE', 'GET']) {
    expect(remaining(await send(token.url, { method, headers: bearer(token.raw) }))).toBe(120);
  }
  const initialize = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'e2e', version: '1' } };
  const notification = {
    headers: legacyRequest('x').headers,
    body: { jsonrpc: '2.0', method: 'notifications/initialized' },
  };
  const requests = [
    legacyRequest('initialize', initialize),
    notification,
    legacyRequest('ping'),
    legacyRequest('tools/list'),
    legacyRequest('tools/call', { name: 'v2__echo', arguments: { text: 'x' } }),
    legacyRequest('tools/explode'),
  ];
  const left: number[] = [];
  for (const request of requests) {
    left.push(remaining(await send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } })));
  }
  expect(left).toEqual([119, 118, 117, 116, 115, 114]);
});

test('a batch costs its elements, is refused whole when it does not fit, and a refused batch or notification has id null', async ({
  token,
}) => {
  const headers = { ...legacyRequest('ping').headers, ...bearer(token.raw), 'mcp-protocol-version': '2025-03-26' };
  const batch = (size: number) =>
    send(token.url, {
      headers,
      body: Array.from({ length: size }, (_, id) => ({ jsonrpc: '2.0', id, method: 'ping' })),
    });
  expect(remaining(await batch(7))).toBe(113);
  await spend(token.url, token.raw, 110);
  const tooMuch = await batch(4);
  expect(tooMuch.status).toBe(429);
  expect(rpcOf(tooMuch)).toEqual({ jsonrpc: '2.0', id: null, error: { code: -32000, message: 'Rate limit exceeded' } });
  expect(remaining(await batch(3))).toBe(0);
  const notification = await send(token.url, {
    headers,
    body: { jsonrpc: '2.0', method: 'notifications/initialized' },
  });
  expect(notification.status).toBe(429);
  expect(rpcOf(notification)).toEqual({
    jsonrpc: '2.0',
    id: null,
    error: { code: -32000, message: 'Rate limit exceeded' },
  });
});

test('the rate belongs to a token: another token of the workspace is untouched', async ({ token, rest, world }) => {
  const second = await rest.createToken(world.slug);
  await spend(token.url, token.raw, 121);
  const answer = await send(second.url, ping(second.raw));
  expect({ status: answer.status, remaining: remaining(answer) }).toEqual({ status: 200, remaining: 119 });
});

test('every authenticated answer tells the rate, refusals of the request included', async ({ token }) => {
  const request = modernRequest('tools/list', {}, { headers: { 'mcp-method': 'ping' } });
  const answers = {
    ok: await send(token.url, ping(token.raw)),
    get: await send(token.url, { method: 'GET', headers: bearer(token.raw) }),
    notJson: await send(token.url, { headers: { ...request.headers, ...bearer(token.raw) }, body: '{' }),
    wrongType: await send(token.url, { headers: { 'content-type': 'text/plain', ...bearer(token.raw) }, body: '{}' }),
    mismatch: await send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } }),
  };
  expect(Object.values(answers).map((answer) => answer.status)).toEqual([200, 405, 400, 415, 400]);
  const nowSeconds = Date.now() / 1000;
  for (const [name, { headers }] of Object.entries(answers)) {
    expect([name, headers['x-ratelimit-limit']]).toEqual([name, '120']);
    expect([name, headers['ratelimit-policy']]).toEqual([name, expect.stringMatching(/^"[^"]+";q=120;w=60$/)]);
    expect([name, headers.ratelimit]).toEqual([name, expect.stringMatching(/^"[^"]+";r=\d+;t=\d+$/)]);
    expect(Number(headers['x-ratelimit-reset'])).toBeLessThanOrEqual(nowSeconds + 62);
    expect(Number(headers['x-ratelimit-reset'])).toBeGreaterThanOrEqual(Math.floor(nowSeconds) - 1);
  }
});

test('an unauthenticated answer tells nothing about anyone’s rate', async ({ token }) => {
  const { headers } = await send(token.url, legacyRequest('ping'));
  expect(Object.keys(headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
});
