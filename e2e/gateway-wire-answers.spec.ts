import { expect, test } from './test';
import { bearer, legacyRequest, modernRequest, rpcOf, send } from './wire';

/** What an answer looks like to a client of its era, whatever the server behind it speaks. */
const call = (tool = 'v2__echo') => ({ name: tool, arguments: { text: 'hi' } });
const initialize = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'e2e', version: '1' } };
const inRegion = { arguments: { region: 'eu-1' } };

test('an unknown version is told which versions there are', async ({ token }) => {
  const request = modernRequest('tools/list', {}, { meta: { protocolVersion: '2099-01-01' } });
  const answer = await send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } });
  expect(answer.status).toBe(400);
  expect(rpcOf(answer).error).toMatchObject({
    code: -32022,
    data: { supported: ['2026-07-28'], requested: '2099-01-01' },
  });
});

for (const [asked, answered] of [
  ['2024-11-05', '2024-11-05'],
  ['2025-03-26', '2025-03-26'],
  ['2025-06-18', '2025-06-18'],
  ['2025-11-25', '2025-11-25'],
  ['1999-01-01', '2025-11-25'],
  ['2026-07-28', '2025-11-25'],
]) {
  test(`initialize ${asked} is answered with ${answered}, and with a session that nobody has to use`, async ({
    token,
  }) => {
    const request = legacyRequest('initialize', { ...initialize, protocolVersion: asked }, bearer(token.raw));
    const answer = await send(token.url, request);
    expect(answer.status).toBe(200);
    expect(answer.headers['mcp-session-id']).toMatch(/^[\x21-\x7e]{24,}$/);
    expect(rpcOf(answer).result).toMatchObject({
      protocolVersion: answered,
      capabilities: { tools: {} },
      serverInfo: { name: 'aerostack-mcp-gateway' },
    });
    const without = await send(token.url, legacyRequest('ping', undefined, bearer(token.raw)));
    expect(rpcOf(without).result).toEqual({});
  });
}

test('server/discover says what the gateway speaks and is', async ({ token }) => {
  const request = modernRequest('server/discover');
  const answer = await send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } });
  expect(rpcOf(answer).result).toMatchObject({
    supportedVersions: ['2026-07-28'],
    capabilities: { tools: {} },
    ttlMs: expect.any(Number),
    cacheScope: 'private',
    _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'aerostack-mcp-gateway' } },
  });
});

test('a list carries caching fields for modern clients and none for legacy ones', async ({ token }) => {
  const request = modernRequest('tools/list');
  const modern = await send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } });
  expect(rpcOf(modern).result).toMatchObject({
    resultType: 'complete',
    ttlMs: expect.any(Number),
    cacheScope: 'private',
  });
  const legacy = await send(token.url, legacyRequest('tools/list', {}, bearer(token.raw)));
  expect(Object.keys(rpcOf(legacy).result ?? {})).toEqual(['tools']);
});

test('a legacy result holds no modern field whatever the server speaks', async ({ token }) => {
  const answer = await send(token.url, legacyRequest('tools/call', call('v2-modern__echo'), bearer(token.raw)));
  expect(rpcOf(answer).result).toEqual({ content: [{ type: 'text', text: 'hi' }] });
});

test('an argument that a modern server wants in a header too is sent there for a legacy client', async ({
  token,
  world,
}) => {
  const params = { ...inRegion, name: 'v2-modern__in_region' };
  const answer = await send(token.url, legacyRequest('tools/call', params, bearer(token.raw)));
  expect(rpcOf(answer).result?.content).toEqual([{ type: 'text', text: 'in eu-1' }]);
  const seen = world.v2Modern.seen.filter((request) => request.message?.params?.name === 'in_region');
  expect(seen.map((request) => request.headers['mcp-param-region'])).toEqual(['eu-1']);
});

test('a legacy client that accepts JSON alone gets JSON', async ({ token }) => {
  const headers = { ...bearer(token.raw), accept: 'application/json' };
  const answer = await send(token.url, legacyRequest('tools/call', call('v1__echo'), headers));
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  expect(JSON.parse(answer.text).result.content).toEqual([{ type: 'text', text: 'hi' }]);
});

test('a client without any version header is served, as Gemini CLI needs', async ({ token }) => {
  const answer = await send(token.url, legacyRequest('tools/list', undefined, bearer(token.raw)));
  expect(rpcOf(answer).result?.tools).toContainEqual(expect.objectContaining({ name: 'v1__echo' }));
});

test('mcp-method headers on a legacy body do not make it modern, as mcp-remote needs', async ({ token }) => {
  const headers = { ...bearer(token.raw), 'mcp-method': 'tools/call', 'mcp-name': 'v2__echo' };
  const answer = await send(token.url, legacyRequest('tools/call', call(), headers));
  expect(rpcOf(answer).result).toEqual({ content: [{ type: 'text', text: 'hi' }] });
});

for (const [era, headers, body] of [
  ['legacy', legacyRequest('x').headers, { jsonrpc: '2.0', method: 'notifications/initialized' }],
  [
    'modern',
    modernRequest('notifications/cancelled').headers,
    { ...modernRequest('notifications/cancelled').body, id: undefined },
  ],
] as const) {
  test(`a ${era} notification is taken with 202 and an empty body`, async ({ token }) => {
    const answer = await send(token.url, { headers: { ...headers, ...bearer(token.raw) }, body });
    expect({ status: answer.status, text: answer.text }).toEqual({ status: 202, text: '' });
  });
}
