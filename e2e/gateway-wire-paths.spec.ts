import { expect, test } from './test';
import { bearer, legacyRequest, rpcOf, send } from './wire';

test('a slug is read by its characters, however they were written', async ({ token, world }) => {
  const written = `${token.url.slice(0, -world.slug.length)}%${world.slug.charCodeAt(0).toString(16)}${world.slug.slice(1)}`;
  for (const url of [token.url, `${token.url}/`, written]) {
    const answer = await send(url, legacyRequest('ping', {}, bearer(token.raw)));
    expect([url, answer.status, rpcOf(answer).result]).toEqual([url, 200, {}]);
  }
});

for (const path of [
  '/ws/%zz',
  '/ws/%ff',
  '/ws/a%2fb',
  '/ws/a/b',
  '/ws',
  '/api/v1/workspaces/%zz',
  '/workspaces/%zz/tokens',
]) {
  test(`POST ${path} is refused without a redirect and without a fault of ours`, async ({ token, product }) => {
    const answer = await send(`${product.origin}${path}`, legacyRequest('ping', {}, bearer(token.raw)));
    expect([400, 404, 405]).toContain(answer.status);
    expect(answer.headers.location).toBeUndefined();
  });
}

test('a path with a slash too many is not redirected, for no client would follow', async ({
  token,
  product,
  world,
  door,
}) => {
  test.skip(door === 'next', 'Next redirects it before anything of ours is asked');
  for (const path of [`//ws/${world.slug}`, `/ws//${world.slug}`]) {
    const answer = await send(`${product.origin}${path}`, legacyRequest('ping', {}, bearer(token.raw)));
    expect([answer.status, answer.text]).toEqual([404, expect.stringMatching(/^Not found/)]);
  }
});

test('what an answer says is its type is its type', async ({ token }) => {
  const answers = [
    await send(token.url, legacyRequest('ping', {}, bearer(token.raw))),
    await send(token.url, legacyRequest('ping')),
    await send(token.url, { method: 'GET', headers: bearer(token.raw) }),
  ];
  expect(answers.map(({ status, headers }) => [status, headers['x-content-type-options']])).toEqual(
    [200, 401, 405].map((status) => [status, 'nosniff']),
  );
});
