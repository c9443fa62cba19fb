import { expect, test } from './test';
import { bearer, legacyRequest, type ModernOverrides, modernRequest, rpcOf, send, type WireRequest } from './wire';

/** What the gateway’s own names, prefixes and batches do to requests of each era; `gateway-wire-ladder` tells the eras apart. */
const call = (tool = 'v2__echo') => ({ name: tool, arguments: { text: 'hi' } });
const modernCall = (overrides: ModernOverrides) => modernRequest('tools/call', call(), overrides);
const base64 = (value: string) => `=?base64?${Buffer.from(value).toString('base64')}?=`;
const inRegion = { name: 'v2__in_region', arguments: { region: 'eu-1' } };

const served: [guarantee: string, request: WireRequest, id: unknown][] = [
  ['a modern tools/list is served', modernRequest('tools/list'), 1],
  ['a string id comes back as that string', modernCall({ id: 'listen:0' }), 'listen:0'],
  ['Mcp-Name may travel as base64', modernCall({ headers: { 'mcp-name': base64('v2__echo') } }), 1],
  ['progressToken 0 is a valid token', modernCall({ meta: { progressToken: 0 } }), 1],
  [
    'an annotated argument is served with its header',
    modernRequest('tools/call', inRegion, { headers: { 'mcp-param-region': 'eu-1' } }),
    1,
  ],
  ['server/discover is served', modernRequest('server/discover'), 1],
];

for (const [guarantee, request, id] of served) {
  test(guarantee, async ({ token }) => {
    const answer = await send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } });
    expect({ status: answer.status, message: rpcOf(answer) }).toMatchObject({
      status: 200,
      message: { jsonrpc: '2.0', id, result: { resultType: 'complete' } },
    });
  });
}

const refused: [guarantee: string, request: WireRequest, status: number, code: number, id?: unknown][] = [
  ['Mcp-Method must agree with the body', modernCall({ headers: { 'mcp-method': 'tools/list' } }), 400, -32020],
  ['Mcp-Name must agree with the body', modernCall({ headers: { 'mcp-name': 'v2__add' } }), 400, -32020],
  ['an annotated argument needs its header', modernRequest('tools/call', inRegion), 400, -32020],
  ['an unknown tool is refused in band, legacy', legacyRequest('tools/call', call('v2__nothing')), 200, -32602],
  ['a tool without its prefix is unknown', legacyRequest('tools/call', call('echo')), 200, -32602],
  ['an unknown legacy method is refused in band', legacyRequest('tools/explode'), 200, -32601],
];

for (const [guarantee, request, status, code, id = 1] of refused) {
  test(guarantee, async ({ token }) => {
    const answer = await send(token.url, { ...request, headers: { ...request.headers, ...bearer(token.raw) } });
    expect({ status: answer.status, message: rpcOf(answer) }).toMatchObject({
      status,
      message: { jsonrpc: '2.0', id, error: { code } },
    });
  });
}

test('a batch is served to 2025-03-26 and refused to every later revision', async ({ token }) => {
  const ping = (id: number) => ({ jsonrpc: '2.0', id, method: 'ping' });
  const batch = (version: string) => {
    const headers = { ...legacyRequest('ping').headers, ...bearer(token.raw), 'mcp-protocol-version': version };
    return send(token.url, { headers, body: [ping(1), ping(2)] });
  };
  const served = await batch('2025-03-26');
  expect(served.status).toBe(200);
  expect(JSON.parse(served.text)).toEqual([1, 2].map((id) => ({ jsonrpc: '2.0', id, result: {} })));
  for (const version of ['2025-06-18', '2025-11-25', '2026-07-28']) {
    const answer = await batch(version);
    expect([version, answer.status, rpcOf(answer).error?.code]).toEqual([version, 400, -32600]);
  }
});
