import { startBroken } from './fixtures/broken-server';
import { instant, matching, problem, uuidV7 } from './shapes';
import { expect, serverSecret, test } from './test';

test('a server is connected when it is added, and its credentials are never shown again', async ({ rest, world }) => {
  const { slug } = await rest.createWorkspace('Servers');
  const auth = { type: 'headers', headers: { 'X-Api-Key': serverSecret('rest') } };
  const added = await rest.send('POST', `/workspaces/${slug}/servers`, { name: 'Two', url: world.v2.url, auth });
  const server = {
    id: uuidV7,
    slug: 'two',
    name: 'Two',
    url: world.v2.url,
    enabled: true,
    prefix: 'two',
    status: 'up',
    status_since: instant,
    last_error: null,
    protocol_version: '2026-07-28',
    server_info: expect.objectContaining({ name: 'fixture-v2-dual' }),
    capabilities: expect.arrayContaining(['tools']),
    tool_count: 8,
    prompt_count: 0,
    resource_count: 0,
    auth: { type: 'headers', header_names: ['X-Api-Key'] },
    timeout_ms: expect.any(Number),
    connect_timeout_ms: 5_000,
    total_timeout_ms: 3_600_000,
    concurrency_max: 64,
    recording: { enabled: false, redact: [] },
    refreshed_at: instant,
    created_at: instant,
  };
  expect([added.status, added.body]).toEqual([201, server]);
  const path = `/workspaces/${slug}/servers/${added.body.id}`;
  const answers = [
    await rest.send('GET', path),
    await rest.send('GET', `/workspaces/${slug}/servers`),
    await rest.send('PATCH', path, { name: 'Zwei', enabled: false }),
    await rest.send('POST', `${path}/refresh`),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  for (const { text } of answers) expect(text).not.toContain('server-secret');
  expect(answers[2]?.body).toMatchObject({ name: 'Zwei', enabled: false, slug: 'two', auth: server.auth });
  expect((await rest.send('DELETE', path)).status).toBe(204);
  expect((await rest.send('GET', path)).body).toEqual(problem(404, 'not_found'));
});

test('how long a server is waited for, and how much it is asked at once, is set and kept within bounds', async ({
  rest,
  world,
}) => {
  const { slug } = await rest.createWorkspace('Limits');
  const limits = { timeout_ms: 2_000, connect_timeout_ms: 800, total_timeout_ms: 9_000, concurrency_max: 4 };
  const added = await rest.send('POST', `/workspaces/${slug}/servers`, { name: 'Two', url: world.v2.url, ...limits });
  expect([added.status, added.body]).toMatchObject([201, { status: 'up', ...limits }]);
  const path = `/workspaces/${slug}/servers/${added.body.id}`;
  const changed = await rest.send('PATCH', path, { total_timeout_ms: 60_000 });
  expect(changed.body).toMatchObject({ ...limits, total_timeout_ms: 60_000 });
  for (const [field, value] of [
    ['connect_timeout_ms', 100],
    ['total_timeout_ms', 86_400_001],
    ['concurrency_max', 0],
  ] as const) {
    const refused = await rest.send('PATCH', path, { [field]: value });
    expect(refused.body).toEqual({
      ...problem(422, 'invalid_input'),
      errors: [{ path: field, message: matching(/^At (least|most) \d+/) }],
    });
  }
  expect((await rest.send('GET', path)).body).toMatchObject({ ...limits, total_timeout_ms: 60_000 });
});

test('a server says what it offers besides tools, and since when it is as it is', async ({ rest, world }) => {
  const { body } = await rest.send('GET', `/workspaces/${world.slug}/servers?limit=100`);
  const servers = body.servers as Record<string, unknown>[];
  const server = servers.find(({ slug }) => slug === 'everything') ?? {};
  expect(server).toMatchObject({
    status: 'up',
    status_since: instant,
    capabilities: expect.arrayContaining(['tools', 'prompts', 'resources']),
    prompt_count: expect.any(Number),
    resource_count: expect.any(Number),
  });
  expect(Math.min(Number(server.prompt_count), Number(server.resource_count))).toBeGreaterThan(0);
  const prompts = await rest.send('GET', `/workspaces/${world.slug}/prompts`);
  expect(prompts.body.prompts).toContainEqual(
    expect.objectContaining({ name: matching(/^everything__/), server: 'everything', enabled: true }),
  );
  const resources = await rest.send('GET', `/workspaces/${world.slug}/resources?limit=1`);
  expect(resources.body).toEqual({
    resources: [expect.objectContaining({ uri: matching(/^[a-z]+:/), server: 'everything', is_template: false })],
    next_cursor: matching(/\S/),
  });
});

test('tools of a disabled server leave the gateway at once and come back at once', async ({ rest, world, product }) => {
  const { slug } = await rest.createWorkspace('Switch');
  const server = await rest.addServer(slug, { name: 'Two', url: world.v2.url });
  const token = await rest.createToken(slug);
  const names = async () => {
    const headers = {
      authorization: `Bearer ${token.raw}`,
      'content-type': 'application/json',
      accept: 'application/json',
    };
    const body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}';
    const answer = await fetch(`${product.origin}/ws/${slug}`, { method: 'POST', headers, body });
    return ((await answer.json()) as { result: { tools: { name: string }[] } }).result.tools.map(({ name }) => name);
  };
  expect(await names()).toContain('two__echo');
  await rest.send('PATCH', `/workspaces/${slug}/servers/${server.id}`, { enabled: false });
  expect(await names()).toEqual([]);
  await rest.send('PATCH', `/workspaces/${slug}/servers/${server.id}`, { enabled: true, prefix: '' });
  expect(await names()).toContain('echo');
});

test('a server that cannot be reached is saved as down with the reason and what to try', async ({ rest }) => {
  const { slug } = await rest.createWorkspace('Down');
  const hanging = await startBroken('hang', 'start');
  const cases = {
    refused: ['http://127.0.0.1:9/mcp', /refused/i],
    hangs: [hanging.url, /no answer|within/i],
    dns: ['https://no-such-host.invalid/mcp', /no-such-host\.invalid/],
  } as const;
  for (const [name, [url, reason]] of Object.entries(cases)) {
    const before = performance.now();
    const added = await rest.send('POST', `/workspaces/${slug}/servers`, { name, url });
    expect([name, added.status, added.body]).toMatchObject([
      name,
      201,
      { status: 'down', tool_count: 0, last_error: matching(reason) },
    ]);
    expect(performance.now() - before).toBeLessThan(11_000);
  }
  await hanging.close();
});

const refusedAddresses = [
  'http://169.254.169.254/latest/meta-data',
  'https://169.254.169.254/',
  'http://10.0.0.1/mcp',
  'http://192.168.1.1/mcp',
  'http://[fd00::1]/mcp',
  'https://[::ffff:10.0.0.1]/mcp',
  'https://[64:ff9b::a00:1]/mcp',
  'https://[2002:a00:1::]/mcp',
  'https://0x0a000001/mcp',
  'https://100.64.0.1/mcp',
  'http://1.1.1.1/mcp',
  'https://user:password@example.com/mcp',
  'ftp://example.com/mcp',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'not a url',
];

for (const url of refusedAddresses) {
  test(`the address ${url} is refused with 422 and the field's name`, async ({ rest, world }) => {
    const answer = await rest.send('POST', `/workspaces/${world.slug}/servers`, { name: 'Refused', url });
    expect(answer.body).toEqual({
      ...problem(422, 'invalid_input'),
      errors: [{ path: 'url', message: matching(/\S/) }],
    });
  });
}

test('tools are listed by the name that clients see', async ({ rest, world }) => {
  const { status, body } = await rest.send('GET', `/workspaces/${world.slug}/tools?limit=100`);
  expect(status).toBe(200);
  expect(body.tools).toContainEqual({
    name: 'v1__echo',
    server: 'v1',
    stable_name: 'v1__echo',
    description: 'Gives back the text it got.',
    input_schema: expect.objectContaining({ type: 'object', required: ['text'] }),
    read_only: false,
    enabled: true,
  });
});
