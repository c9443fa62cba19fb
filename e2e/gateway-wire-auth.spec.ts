import { expect, test } from './test';
import { bearer, legacyRequest, rpcOf, send } from './wire';

/** Valid by checksum and never issued (the product's published test vectors). */
const unknownToken = 'mwt_7a3f9c1e8b4d2f6a5c0e1d2b3a49586776859403e4ccb7ee';
const list = (headers: Record<string, string>) => legacyRequest('tools/list', undefined, headers);
const challenge = 'Bearer realm="aerostack"';

test('nobody can learn which workspaces or tokens exist: all four refusals are the same bytes', async ({
  token,
  rest,
  product,
}) => {
  const elsewhere = await rest.createWorkspace('Elsewhere');
  const foreign = await rest.createToken(elsewhere.slug);
  const nowhere = `${product.origin}/ws/no-such-workspace`;
  const answers = {
    none: await send(token.url, list({})),
    unknown: await send(token.url, list(bearer(unknownToken))),
    foreign: await send(token.url, list(bearer(foreign.raw))),
    unknownSlug: await send(nowhere, list(bearer(token.raw))),
    unknownSlugNone: await send(nowhere, list({})),
  };
  const [first] = Object.values(answers);
  for (const [name, answer] of Object.entries(answers)) {
    expect([name, answer.status, answer.text]).toEqual([name, 401, first?.text]);
    const sent = name.toLowerCase().endsWith('none') ? '' : ', error="invalid_token"';
    expect([name, answer.headers['www-authenticate']]).toEqual([name, challenge + sent]);
    expect(answer.headers['content-type']).toBe(first?.headers['content-type']);
    expect(Object.keys(answer.headers)).toEqual(Object.keys(first?.headers ?? {}));
  }
  expect(JSON.parse(first?.text ?? '')).toEqual({
    jsonrpc: '2.0',
    id: null,
    error: { code: -32001, message: expect.stringMatching(/token/i) },
  });
});

const broken: [sent: string, says: RegExp][] = [
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is what clients send when a variable is not set
  ['Bearer ${AEROSTACK_MCP_TOKEN}', /variable name instead of its value/i],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  ['Bearer ${env:AEROSTACK_MCP_TOKEN}', /variable name instead of its value/i],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
  ['Bearer ${input:aerostack-token}', /variable name instead of its value/i],
  ['Bearer {{AEROSTACK_TOKEN}}', /variable name instead of its value/i],
  ['Bearer {env:AEROSTACK_MCP_TOKEN}', /variable name instead of its value/i],
  ['Bearer $AEROSTACK_MCP_TOKEN', /variable name instead of its value/i],
  ['Bearer', /bearer token is empty/i],
  ['Bearer ', /bearer token is empty/i],
  ['Bearer mwt_REPLACE', /placeholder/i],
  ['Bearer <PASTE_TOKEN>', /placeholder/i],
  [`Bearer ${unknownToken.slice(0, -1)}`, /incomplete or altered/i],
  [`Bearer ${unknownToken.replace('mwt_7a', 'mwt_7b')}`, /incomplete or altered/i],
  [`Bearer ${unknownToken.toUpperCase().replace('MWT_', 'mwt_')}`, /incomplete or altered/i],
  [`Bearer ${unknownToken.replace('mwt_', 'ak_')}`, /account key.*create a workspace token/is],
  [`Bearer ${unknownToken.replace('mwt_', 'mwi_')}`, /invite.*workspace token/is],
];
for (const [sent, says] of broken) {
  test(`a client that sends “${sent.slice(0, 34)}” is told what is wrong and nothing of it is echoed`, async ({
    token,
  }) => {
    const answer = await send(token.url, list({ authorization: sent }));
    const { message = '', code } = rpcOf(answer).error ?? {};
    expect({ status: answer.status, id: rpcOf(answer).id, code }).toEqual({ status: 401, id: null, code: -32001 });
    expect(message).toMatch(says);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="aerostack", error="invalid_token"/);
    const value = sent.slice('Bearer '.length).trim();
    if (value.length > 8) expect(JSON.stringify([answer.text, answer.headers])).not.toContain(value);
  });
}

for (const scheme of ['Basic', 'Token', 'Digest', 'Negotiate']) {
  test(`the scheme ${scheme} opens nothing`, async ({ token }) => {
    const answer = await send(token.url, list({ authorization: `${scheme} ${token.raw}` }));
    expect({ status: answer.status, message: rpcOf(answer) }).toMatchObject({
      status: 401,
      message: { id: null, error: { code: -32001 } },
    });
  });
}

test('a token in the URL is refused, and the refusal names the header', async ({ token }) => {
  const answer = await send(`${token.url}?token=${token.raw}`, list({}));
  expect(answer.status).toBe(401);
  expect(rpcOf(answer).error?.message).toMatch(/authorization header/i);
  expect(answer.text).not.toContain(token.raw);
});

test('a revoked token fails on the very next request and the holder is told so', async ({ token, rest, world }) => {
  expect((await send(token.url, list(bearer(token.raw)))).status).toBe(200);
  expect((await rest.revokeToken(world.slug, token.id)).status).toBe(200);
  const answer = await send(token.url, list(bearer(token.raw)));
  expect({ status: answer.status, message: rpcOf(answer) }).toMatchObject({
    status: 401,
    message: { id: null, error: { code: -32001, message: expect.stringMatching(/revoked/i) } },
  });
  expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="aerostack", error="invalid_token"/);
});

for (const method of ['GET', 'DELETE', 'PUT']) {
  test(`${method} is authenticated first, then 405: what Codex probes with`, async ({ token }) => {
    const anonymous = await send(token.url, { method });
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers['www-authenticate']).toBe(challenge);
    const known = await send(token.url, { method, headers: bearer(token.raw) });
    expect({ status: known.status, allow: known.headers.allow }).toEqual({ status: 405, allow: 'POST' });
    expect(rpcOf(known).error).toMatchObject({ code: -32000, message: expect.stringMatching(/streamable HTTP/i) });
  });
}

test('no answer names OAuth metadata that does not exist', async ({ product, token }) => {
  for (const path of [
    'oauth-protected-resource',
    'oauth-authorization-server',
    `oauth-protected-resource/ws/${token.url.split('/').at(-1)}`,
  ]) {
    expect([path, (await send(`${product.origin}/.well-known/${path}`, { method: 'GET' })).status]).toEqual([
      path,
      404,
    ]);
  }
  const refused = await send(token.url, list({}));
  expect(JSON.stringify(refused.headers)).not.toContain('resource_metadata');
});

test('a web page elsewhere cannot use a token: foreign Origin and foreign Host are 403', async ({ token, product }) => {
  const { port } = new URL(product.origin);
  const answer = async (headers: Record<string, string>) =>
    (await send(token.url, list({ ...bearer(token.raw), ...headers }))).status;
  expect(await answer({ origin: 'https://evil.example' })).toBe(403);
  expect(await answer({ origin: 'null' })).toBe(403);
  expect(await answer({ origin: `http://127.0.0.1.evil.example:${port}` })).toBe(403);
  expect(await answer({ host: 'evil.example' })).toBe(403);
  expect(await answer({ host: `evil.example:${port}` })).toBe(403);
  expect(await answer({ origin: product.origin })).toBe(200);
  expect(await answer({ origin: `http://localhost:${port}`, host: `localhost:${port}` })).toBe(200);
});

test('a trailing slash is served, not redirected: Claude Desktop would not follow', async ({ token }) => {
  const { status } = await send(`${token.url}/`, list(bearer(token.raw)));
  expect(status).toBe(200);
});
