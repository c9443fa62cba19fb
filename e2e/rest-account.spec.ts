import { setupCode } from './product';
import { owner, restSend } from './rest';
import { instant, matching, problem, uuidV7 } from './shapes';
import { expect, test } from './test';

test('set-up works once: a second person with the code cannot become owner', async ({ product, rest }) => {
  expect(rest.apiKey).toMatch(/^ak_[0-9a-f]{48}$/);
  const again = await restSend(product.origin, null, 'POST', '/setup', {
    code: setupCode,
    ...owner,
    email: 'eve@example.com',
  });
  expect(again.body).toEqual(problem(409, 'conflict'));
  expect([again.status, again.headers.get('content-type')]).toEqual([409, 'application/problem+json']);
});

test('me tells who I am and my workspaces with my role', async ({ rest }) => {
  const { slug } = await rest.createWorkspace('Mine');
  const { status, body } = await rest.send('GET', '/me');
  expect([status, body.user]).toEqual([200, { id: uuidV7, name: owner.name, email: owner.email }]);
  expect(body.workspaces).toContainEqual(expect.objectContaining({ slug, role: 'owner' }));
});

test('without, with a made-up, and with the wrong kind of credential the API is shut', async ({
  product,
  rest,
  token,
}) => {
  const credentials = [null, 'ak_0000000000000000000000000000000000000000963fbb8e', token.raw, `${rest.apiKey}0`];
  for (const credential of [...credentials, { authorization: `Basic ${rest.apiKey}` }]) {
    const answer = await restSend(product.origin, credential, 'GET', '/me');
    expect(answer.body).toEqual(problem(401, 'not_signed_in'));
  }
});

test('an API key is shown once, works, and ends when it is deleted', async ({ rest, product }) => {
  const made = await rest.send('POST', '/account/api-keys', { name: 'deploy' });
  const raw = String(made.body.raw);
  const key = made.body.api_key as { id: string };
  expect([made.status, raw, key]).toEqual([
    201,
    matching(/^ak_[0-9a-f]{48}$/),
    {
      id: uuidV7,
      name: 'deploy',
      hint: `${raw.slice(0, 7)}…${raw.slice(-4)}`,
      created_at: instant,
      expires_at: null,
      last_used_at: null,
    },
  ]);
  expect((await restSend(product.origin, raw, 'GET', '/me')).status).toBe(200);
  const list = await rest.send('GET', '/account/api-keys');
  expect(list.text).not.toContain(raw);
  expect(list.body.api_keys).toContainEqual(expect.objectContaining({ id: key.id }));
  expect((await rest.send('DELETE', `/account/api-keys/${key.id}`)).status).toBe(204);
  expect((await restSend(product.origin, raw, 'GET', '/me')).status).toBe(401);
});
