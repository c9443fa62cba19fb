import { owner } from './rest';
import { instant, nobodysId, problem, uuidV7 } from './shapes';
import { expect, test } from './test';

test('a workspace is made, listed, read, changed and deleted', async ({ product, rest }) => {
  const made = await rest.send('POST', '/workspaces', { name: 'Acme Tools', description: 'All of them.' });
  const workspace = {
    id: uuidV7,
    slug: 'acme-tools',
    name: 'Acme Tools',
    description: 'All of them.',
    status: 'active',
    role: 'owner',
    gateway_url: `${product.origin}/ws/acme-tools`,
    server_count: 0,
    token_count: 0,
    member_count: 1,
    token_policy: { max_lifetime: null, expiry_required: false, on_leak: 'revoke' },
    rate_limit: null,
    usage_detail: 'full',
    created_at: instant,
    updated_at: instant,
  };
  expect([made.status, made.body]).toEqual([201, workspace]);
  expect((await rest.send('GET', '/workspaces/acme-tools')).body).toEqual(made.body);
  expect((await rest.send('GET', '/workspaces')).body.workspaces).toContainEqual(made.body);
  const changed = await rest.send('PATCH', '/workspaces/acme-tools', { name: 'Acme' });
  expect([changed.status, changed.body]).toEqual([200, { ...workspace, name: 'Acme' }]);
  expect((await rest.send('DELETE', '/workspaces/acme-tools')).status).toBe(204);
  expect((await rest.send('GET', '/workspaces/acme-tools')).body).toEqual(problem(404, 'not_found'));
});

test('an explicit slug that is taken is 409, a proposed one gets a suffix, a reserved or malformed one is 422', async ({
  rest,
}) => {
  await rest.send('POST', '/workspaces', { name: 'Twice', slug: 'twice' });
  expect((await rest.send('POST', '/workspaces', { name: 'Other', slug: 'twice' })).status).toBe(409);
  expect((await rest.send('POST', '/workspaces', { name: 'Twice' })).body.slug).toMatch(/^twice-[a-z0-9]+$/);
  for (const slug of ['new', 'A', 'a', 'has_underscore', '-x', 'x-', 'a--b', 'ä1', 'x'.repeat(41), '../etc']) {
    expect([slug, (await rest.send('POST', '/workspaces', { name: 'Name', slug })).status]).toEqual([slug, 422]);
  }
});

test('members lists the owner', async ({ rest, world }) => {
  const { status, body } = await rest.send('GET', `/workspaces/${world.slug}/members`);
  // Others may have joined in other tests; who joined first stands first.
  const [first] = body.members as unknown[];
  expect([status, first]).toMatchObject([
    200,
    { email: owner.email, name: owner.name, role: 'owner', user: { email: owner.email } },
  ]);
});

test('what is missing is 404 with the same bytes wherever it is missing', async ({ rest, world }) => {
  const paths = [
    '/workspaces/nowhere',
    '/workspaces/nowhere/tokens',
    `/workspaces/${world.slug}/tokens/${nobodysId}`,
    `/workspaces/${world.slug}/servers/${nobodysId}`,
    `/workspaces/${world.slug}/tokens/not-an-id`,
  ];
  const bodies = new Set<string>();
  for (const path of paths) {
    const answer = await rest.send('GET', path);
    expect([path, answer.body]).toEqual([path, problem(404, 'not_found')]);
    bodies.add(JSON.stringify({ ...answer.body, request_id: '' }));
  }
  expect(bodies.size).toBe(1);
  expect((await rest.revokeToken(world.slug, nobodysId)).status).toBe(404);
});

test('lists come in pages without gaps and without repeats', async ({ rest }) => {
  const { slug } = await rest.createWorkspace('Pages');
  const ids: string[] = [];
  for (let index = 0; index < 7; index += 1) ids.push((await rest.createToken(slug, { name: `t${index}` })).id);
  const seen: string[] = [];
  let cursor = '';
  for (let page = 0; page < 10; page += 1) {
    const { body } = await rest.send('GET', `/workspaces/${slug}/tokens?limit=3${cursor}`);
    const tokens = body.tokens as { id: string }[];
    expect(tokens.length).toBeLessThanOrEqual(3);
    seen.push(...tokens.map(({ id }) => id));
    if (body.next_cursor === null) break;
    cursor = `&cursor=${encodeURIComponent(String(body.next_cursor))}`;
  }
  expect(seen.toSorted()).toEqual(ids.toSorted());
});
