import { createHash } from 'node:crypto';
import { strangeText } from './fixtures/tools';
import { expect, test } from './test';
import { bearer, legacyRequest, modernRequest, rpcOf, send, type WireRequest } from './wire';

const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

const refused: [guarantee: string, request: WireRequest, status: number, code: number][] = [
  ['malformed JSON', { headers: json, body: '{"jsonrpc":"2.0","id":1,' }, 400, -32700],
  ['an empty body', { headers: json, body: '' }, 400, -32700],
  ['text after the JSON', { headers: json, body: '{"jsonrpc":"2.0","id":1,"method":"ping"} x' }, 400, -32700],
  ['bytes that are not UTF-8', { headers: json, body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]) }, 400, -32700],
  ['a JSON string', { headers: json, body: '"ping"' }, 400, -32600],
  ['a JSON number', { headers: json, body: '1' }, 400, -32600],
  ['JSON null', { headers: json, body: 'null' }, 400, -32600],
  ['an empty batch', { headers: json, body: '[]' }, 400, -32600],
  ['jsonrpc 1.0', { headers: json, body: '{"jsonrpc":"1.0","id":1,"method":"ping"}' }, 400, -32600],
  ['a method that is no string', { headers: json, body: '{"jsonrpc":"2.0","id":1,"method":7}' }, 400, -32600],
  ['an id that is an object', { headers: json, body: '{"jsonrpc":"2.0","id":{},"method":"ping"}' }, 400, -32600],
  ['METHOD in capitals', { headers: json, body: '{"jsonrpc":"2.0","id":1,"METHOD":"ping"}' }, 400, -32600],
  [
    'Method beside method',
    { headers: json, body: '{"jsonrpc":"2.0","id":1,"method":"ping","Method":"tools/call"}' },
    400,
    -32600,
  ],
  [
    'a duplicate method',
    { headers: json, body: '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}' },
    400,
    -32600,
  ],
  ['a duplicate id', { headers: json, body: '{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}' }, 400, -32600],
  [
    'a duplicate method hidden by an escape',
    { headers: json, body: '{"jsonrpc":"2.0","id":1,"method":"ping","meth\\u006fd":"tools/call"}' },
    400,
    -32600,
  ],
  [
    'a duplicate tool name',
    {
      headers: json,
      body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"v2__echo","name":"v2__add","arguments":{}}}',
    },
    400,
    -32600,
  ],
  [
    'params that are a list',
    { headers: json, body: '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]}' },
    400,
    -32600,
  ],
];
for (const [what, request, status, code] of refused) {
  test(`${what} is refused with ${code} before anything runs`, async ({ token, world }) => {
    const before = world.v2.seen.length;
    const answer = await send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } });
    expect({ status: answer.status, message: rpcOf(answer) }).toMatchObject({
      status,
      message: { jsonrpc: '2.0', error: { code } },
    });
    expect(world.v2.seen.length).toBe(before);
  });
}

for (const type of [
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/jsonp',
  'text/json; application/json',
]) {
  test(`content type ${type} is refused with 415: a form on another site cannot speak to the gateway`, async ({
    token,
  }) => {
    const headers = { ...json, ...bearer(token.raw), 'content-type': type };
    expect((await send(token.url, { headers, body: legacyRequest('ping').body })).status).toBe(415);
  });
}

test('a missing content type is refused with 415', async ({ token }) => {
  expect((await send(token.url, { headers: bearer(token.raw), body: legacyRequest('ping').body })).status).toBe(415);
});

test('content type with a charset and in capitals is JSON', async ({ token }) => {
  const headers = { ...json, ...bearer(token.raw), 'content-type': 'Application/JSON; charset=UTF-8' };
  const answer = await send(token.url, { headers, body: legacyRequest('ping').body });
  expect([answer.status, rpcOf(answer).result]).toEqual([200, {}]);
});

const fiveMiB = () => JSON.stringify({ ...legacyRequest('ping').body, params: { x: 'x'.repeat(5 * 1024 * 1024) } });
test('a body of 5 MiB is refused with 413, announced or in chunks, and the next request works', async ({ token }) => {
  const announced = { ...json, ...bearer(token.raw), 'content-length': String(Buffer.byteLength(fiveMiB())) };
  expect((await send(token.url, { headers: announced, body: fiveMiB() })).status).toBe(413);
  const chunked = { ...json, ...bearer(token.raw), 'transfer-encoding': 'chunked' };
  expect((await send(token.url, { headers: chunked, body: fiveMiB() })).status).toBe(413);
  expect((await send(token.url, legacyRequest('ping', undefined, bearer(token.raw)))).status).toBe(200);
});

test('an unknown caller is refused before its body is read', async ({ token }) => {
  const headers = { ...json, 'content-length': String(Buffer.byteLength(fiveMiB())) };
  expect((await send(token.url, { headers, body: fiveMiB() })).status).toBe(401);
});

test('arguments of 3 MiB and a result of 3 MiB pass whole', async ({ token }) => {
  const text = 'é'.repeat(1.5 * 1024 * 1024);
  const digest = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
  for (const server of ['v1', 'v2']) {
    const params = { name: `${server}__echo`, arguments: { text } };
    const answer = await send(token.url, legacyRequest('tools/call', params, bearer(token.raw)));
    expect([server, digest(rpcOf(answer).result?.content)]).toEqual([server, digest([{ type: 'text', text }])]);
  }
});

for (const era of ['legacy', 'modern'] as const) {
  test(`strange text survives both ways for a ${era} client: in arguments and in results`, async ({ token }) => {
    for (const server of ['v1', 'v1-json', 'v2', 'v2-modern']) {
      const params = { name: `${server}__echo`, arguments: { text: strangeText } };
      const request = era === 'modern' ? modernRequest('tools/call', params) : legacyRequest('tools/call', params);
      const answer = await send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } });
      expect([server, rpcOf(answer).result?.content]).toEqual([server, [{ type: 'text', text: strangeText }]]);
    }
  });
}

test('numbers beyond 2^53 reach the server as they were written', async ({ token, world }) => {
  const body =
    '{"jsonrpc":"2.0","id":12345678901234567890,"method":"tools/call","params":{"name":"v2__echo","arguments":{"text":"big id"}}}';
  const answer = await send(token.url, { headers: { ...json, ...bearer(token.raw) }, body });
  expect(answer.text).toContain('12345678901234567890');
  expect(world.v2.seen.length).toBeGreaterThan(0);
});
