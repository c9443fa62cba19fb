import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, expectRefusal, test } from './cli';
import { freePort } from './free-port';
import { matching, nobodysId } from './shapes';
import { join } from './sign-in';

test('a taken slug is said to be taken: exit code 1', async ({ aerostack, rest }) => {
  const { slug } = await rest.createWorkspace('Taken');
  expectRefusal(await aerostack(['workspace', 'create', 'Other', '--slug', slug]), 1, /taken|use/i);
});

test('no server, or another one, is named with what to set: exit code 1', async ({ aerostack, world }) => {
  const nowhere = `http://127.0.0.1:${await freePort()}`;
  expectRefusal(
    await aerostack(['workspace', 'list'], { AEROSTACK_URL: nowhere }),
    1,
    new RegExp(`${nowhere}.*npm start.*AEROSTACK_URL`),
  );
  const other = { AEROSTACK_URL: new URL(world.v2.url).origin };
  expectRefusal(await aerostack(['workspace', 'list'], other), 1, /not as Aerostack does.*AEROSTACK_URL/);
});

test('a command line that cannot be meant is refused before anything is sent: exit code 2', async ({ aerostack }) => {
  const nowhere = { AEROSTACK_URL: 'http://127.0.0.1:1' };
  const create = ['workspace', 'token', 'create'];
  for (const [args, words] of [
    [['workspace', 'token', 'list'], /argument 'workspace'.*--help/],
    [[...create, 'acme'], /--name.*--help/],
    [[...create, 'acme', '--name', 'x', '--expires-in', '30d'], /whole seconds.*86400/],
    [[...create, 'acme', '--name', 'x', '--plain', '--json'], /--plain.*--json/],
    [[...create, 'acme', '--name', 'x', '--plian'], /Did you mean --plain/],
    [['workspace', 'token', 'lst', 'acme'], /Did you mean list/],
  ] as [string[], RegExp][]) {
    expectRefusal(await aerostack(args, nowhere), 2, words);
  }
  const bare = await aerostack(['workspace', 'token'], nowhere);
  expect([bare.code, bare.out, bare.err]).toEqual([2, '', matching(/Usage:.*create.*list.*revoke/s)]);
});

test('values that the server refuses are usage too, and its words are passed on', async ({ aerostack, rest }) => {
  const { slug } = await rest.createWorkspace('Strict');
  const short = await aerostack(['workspace', 'token', 'create', slug, '--name', 'x', '--expires-in', '0']);
  expectRefusal(short, 2, /expires-in.*one second/);
  expectRefusal(await aerostack(['workspace', 'create', 'X', '--slug', 'Not A Slug']), 2, /slug/);
});

test('a secret on the command line is refused and not repeated', async ({ aerostack, rest, token, world }) => {
  for (const secret of [token.raw, rest.apiKey]) {
    const refused = await aerostack(['workspace', 'token', 'revoke', world.slug, secret]);
    expectRefusal(refused, 2, /does not belong on a command line.*token list/);
    expect(refused.err).not.toContain(secret.slice(4, 12));
  }
});

test('who is not signed in learns where to get a key: exit code 3', async ({ aerostack, rest, product }) => {
  const list = ['workspace', 'list'];
  expectRefusal(
    await aerostack(list, { AEROSTACK_API_KEY: '' }),
    3,
    new RegExp(`${product.origin}.*Account → API keys`),
  );
  const made = await rest.send('POST', '/account/api-keys', { name: 'gone' });
  const { raw, api_key } = made.body as { raw: string; api_key: { id: string } };
  expect((await aerostack(list, { AEROSTACK_API_KEY: raw })).code).toBe(0);
  await rest.send('DELETE', `/account/api-keys/${api_key.id}`);
  const refused = await aerostack([...list, '--debug'], { AEROSTACK_API_KEY: raw });
  expect([refused.code, refused.out]).toEqual([3, '']);
  expect(refused.err).toMatch(/HTTP 401 .*request id.*does not accept this API key.*Account → API keys/s);
  expect(refused.err).not.toContain(raw.slice(3, 11));
});

test('what does not exist is named, with the list to look in: exit code 4', async ({ aerostack, world, token }) => {
  const inNoWorkspace = ['list', 'create'].map((verb) => [
    'workspace',
    'token',
    verb,
    'no-such-one',
    ...(verb === 'create' ? ['--name', 'x'] : []),
  ]);
  for (const args of inNoWorkspace) {
    expectRefusal(await aerostack(args), 4, /no workspace “no-such-one”.*aerostack workspace list/);
  }
  const revoke = (slug: string, id: string) => aerostack(['workspace', 'token', 'revoke', slug, id]);
  expectRefusal(
    await revoke(world.slug, nobodysId),
    4,
    new RegExp(`${nobodysId}.*aerostack workspace token list ${world.slug}`),
  );
  for (const id of ['TOKEN_ID', '..', '../../..', ''])
    expectRefusal(await revoke(world.slug, id), 4, /no token with the ID/);
  expectRefusal(await revoke('..', token.id), 4, /no workspace/);
});

test('a server that is asked too often is given the time that it wants: exit code 5', async ({ aerostack }) => {
  const problem = { code: 'rate_limited', detail: 'Too many requests.', request_id: nobodysId };
  const busy = createServer((_, res) => res.writeHead(429, { 'retry-after': '12' }).end(JSON.stringify(problem)));
  const port = await freePort();
  await once(busy.listen(port, '127.0.0.1'), 'listening');
  const refused = await aerostack(['workspace', 'list'], { AEROSTACK_URL: `http://127.0.0.1:${port}` });
  busy.close();
  expectRefusal(refused, 5, /Try again in 12 s/);
});

test('what a member may not do is refused in the words of the server: exit code 1', async ({
  aerostack,
  rest,
  product,
}) => {
  const { slug } = await rest.createWorkspace('Ranks');
  await rest.addServer(slug, { name: 'Demo', url: 'aerostack:demo' });
  const grace = await join(product.origin, rest, slug, 'grace.of.ranks@example.com');
  const asGrace = (...args: string[]) => aerostack(['workspace', ...args], { AEROSTACK_API_KEY: grace.rest.apiKey });
  for (const args of [
    ['delete', slug, '--yes'],
    ['audit', slug],
    ['server', 'add', slug, 'aerostack:demo'],
    ['server', 'remove', slug, 'demo', '--yes'],
    ['server', 'disable', slug, 'demo'],
    ['server', 'refresh', slug, 'demo'],
    ['token', 'create', slug, '--name', 'x', '--bot'],
    ['member', 'invite', slug, 'x@example.com'],
    ['member', 'list', slug, '--invites'],
    ['member', 'role', slug, grace.email, 'admin'],
    ['member', 'remove', slug, 'ada@example.com', '--yes'],
  ]) {
    expectRefusal(await asGrace(...args), 1, /^Error: Your role in this workspace, member, /);
  }
  for (const args of [['show'], ['server', 'list'], ['token', 'list'], ['member', 'list'], ['usage'], ['calls']]) {
    expect([args, (await asGrace(...args, slug)).code]).toEqual([args, 0]);
  }
});
