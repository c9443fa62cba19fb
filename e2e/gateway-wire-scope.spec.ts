import { matching } from './shapes';
import { expect, test } from './test';
import { bearer, legacyRequest, modernRequest, open, rpcOf, send, textOf, toolNames } from './wire';

/** What a token is narrowed to, as its client meets it, in both eras and through both doors. */
const list = (raw: string, make: typeof legacyRequest | typeof modernRequest) => {
  const request = make('tools/list');
  return { ...request, headers: { ...request.headers, ...bearer(raw) } };
};
const call = (raw: string, name: string) =>
  legacyRequest('tools/call', { name, arguments: { text: 'in' } }, bearer(raw));

test('a narrowed token lists and calls what it was granted, and what it was not is to it as if it were not there', async ({
  rest,
  world,
}) => {
  const whole = await rest.createToken(world.slug);
  const scope = { servers: ['v1', 'v2'], allow: ['*__echo', '*__add'], deny: ['v2__add'] };
  const narrow = await rest.createToken(world.slug, { scope });
  for (const make of [legacyRequest, modernRequest]) {
    const names = toolNames(await send(narrow.url, list(narrow.raw, make)));
    expect(names.sort()).toEqual(['v1__add', 'v1__echo', 'v2__echo']);
  }
  expect(textOf(await send(narrow.url, call(narrow.raw, 'v1__echo')))).toBe('in');
  const unknown = rpcOf(await send(narrow.url, call(narrow.raw, 'v1__nonesuch'))).error;
  for (const name of ['v2__add', 'v1__slow', 'v2-modern__echo']) {
    expect(toolNames(await send(whole.url, list(whole.raw, legacyRequest)))).toContain(name);
    const { error } = rpcOf(await send(narrow.url, call(narrow.raw, name)));
    expect(error).toEqual({ ...unknown, message: unknown?.message.replace('v1__nonesuch', name) });
  }
});

test('a scope that is changed holds for the very next request, and ends a stream that listened under the one before', async ({
  rest,
  world,
}) => {
  const token = await rest.createToken(world.slug);
  const listen = modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } });
  const stream = await open(token.url, { ...listen, headers: { ...listen.headers, ...bearer(token.raw) } });
  expect(stream.status).toBe(200);
  const changed = await rest.send('PATCH', `/workspaces/${world.slug}/tokens/${token.id}`, {
    scope: { allow: ['v1__echo'] },
  });
  expect(changed.status).toBe(200);
  expect(toolNames(await send(token.url, list(token.raw, legacyRequest)))).toEqual(['v1__echo']);
  await stream.ended;
});

test('a paused token is refused by the very next answer and told so, and works again when it is resumed', async ({
  rest,
  world,
}) => {
  const token = await rest.createToken(world.slug);
  const path = `/workspaces/${world.slug}/tokens/${token.id}`;
  expect((await rest.send('POST', `${path}/pause`)).status).toBe(200);
  const refused = await send(token.url, call(token.raw, 'v1__echo'));
  expect([refused.status, rpcOf(refused).error?.message]).toEqual([401, matching(/paused/)]);
  expect((await rest.send('POST', `${path}/resume`)).status).toBe(200);
  expect(textOf(await send(token.url, call(token.raw, 'v1__echo')))).toBe('in');
});

test('a rotated token works on beside its successor until its grace is ended, and its end is in a header', async ({
  rest,
  world,
}) => {
  const old = await rest.createToken(world.slug);
  const path = `/workspaces/${world.slug}/tokens/${old.id}`;
  const rotated = await rest.send('POST', `${path}/rotate`, { grace: 900 });
  expect(rotated.status).toBe(201);
  const next = String(rotated.body.raw);
  const answers = [await send(old.url, call(old.raw, 'v1__echo')), await send(old.url, call(next, 'v1__echo'))];
  expect(answers.map(textOf)).toEqual(['in', 'in']);
  const end = Date.parse(String(answers[0]?.headers['aerostack-token-expires']));
  expect(Math.abs(end - Date.now() - 900_000)).toBeLessThan(10_000);
  expect(answers[1]?.headers).not.toHaveProperty('aerostack-token-expires');
  expect((await rest.send('POST', `${path}/revoke`)).body.revoked_reason).toBe('rotated');
  expect((await send(old.url, call(old.raw, 'v1__echo'))).status).toBe(401);
  expect((await rest.send('POST', `${path}/rotate`)).status).toBe(409);
});

test('a token that is bound to other addresses opens nothing, and its holder is told why', async ({ rest, world }) => {
  const token = await rest.createToken(world.slug, { scope: { addresses: ['203.0.113.0/24'] } });
  for (const forwarded of [{}, { 'x-forwarded-for': '203.0.113.7' }]) {
    const request = call(token.raw, 'v1__echo');
    const refused = await send(token.url, { ...request, headers: { ...request.headers, ...forwarded } });
    expect([refused.status, rpcOf(refused).error?.message]).toEqual([403, matching(/may not be used from/)]);
  }
});

test('a token may have a lower rate, and a workspace one for all its tokens, each refusing in its own words', async ({
  rest,
}) => {
  const { slug } = await rest.createWorkspace('Limited');
  await rest.addServer(slug, { name: 'Demo', slug: 'demo', url: 'aerostack:demo' });
  const slow = await rest.createToken(slug, { rate_limit: 3 });
  const ping = (raw: string) => send(slow.url, legacyRequest('ping', {}, bearer(raw)));
  const first = [await ping(slow.raw), await ping(slow.raw), await ping(slow.raw), await ping(slow.raw)];
  expect(first.map(({ status }) => status)).toEqual([200, 200, 200, 429]);
  expect(first[0]?.headers['x-ratelimit-limit']).toBe('3');
  expect(JSON.parse(first[3]?.text ?? '')).toEqual({
    jsonrpc: '2.0',
    id: 1,
    error: { code: -32000, message: 'Rate limit exceeded' },
  });

  expect((await rest.send('PATCH', `/workspaces/${slug}`, { rate_limit: 5 })).status).toBe(200);
  const tokens = [await rest.createToken(slug), await rest.createToken(slug)];
  const answers = [];
  for (let n = 0; n < 6; n += 1) answers.push(await ping(tokens[n % 2]?.raw ?? ''));
  const refused = answers.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) {
    expect(rpcOf(answer).error?.message).toMatch(/^Workspace rate limit exceeded/);
    expect(answer.headers.ratelimit).toMatch(/^"workspace"/);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  }
});

test('an owner’s policy refuses what it forbids, naming the field and what is allowed', async ({ rest }) => {
  const { slug } = await rest.createWorkspace('Strict');
  const policy = { token_policy: { max_lifetime: 86_400 } };
  expect((await rest.send('PATCH', `/workspaces/${slug}`, policy)).body).toMatchObject(policy);
  const refused = await rest.send('POST', `/workspaces/${slug}/tokens`, { name: 'For ever' });
  expect([refused.status, refused.body.errors]).toEqual([
    422,
    [{ path: 'expires_in', message: 'Tokens of this workspace must expire within 1 day.' }],
  ]);
});
