import packageJson from '../package.json' with { type: 'json' };
import { expect, test } from './cli';
import { connectClient } from './clients';
import { instant, matching, uuidV7 } from './shapes';
import { bearer, legacyRequest, send } from './wire';

const rawToken = /mwt_[0-9a-f]{48}/;

test('the three commands of the documentation do what it says: a real client works with the token until it is revoked', async ({
  aerostack,
  rest,
  product,
}) => {
  const { slug } = await rest.createWorkspace('My Workspace');
  expect(slug).toBe('my-workspace');
  await rest.addServer(slug, { name: 'Demo', url: 'aerostack:demo' });
  const url = `${product.origin}/ws/my-workspace`;

  const created = await aerostack(
    'workspace token create my-workspace --name'.split(' ').concat('CI Bot', '--expires-in', '86400'),
  );
  expect(created.code).toBe(0);
  const raw = rawToken.exec(created.out)?.[0] ?? 'no token on stdout';
  const mcpJson = { mcpServers: { 'my-workspace': { url, headers: { Authorization: `Bearer ${raw}` } } } };
  expect(created.out.split('\n\n').map((part, i) => (i === 0 ? part : JSON.parse(part)))).toEqual([raw, mcpJson]);
  expect(created.err).toMatch(/“CI Bot” created for my-workspace; it expires in 24h/);
  expect(created.err).not.toMatch(/mwt_/);

  const client = await connectClient('SDK v2 auto', url, raw);
  const echo = () => client.callTool('demo__echo', { text: 'hello' });
  expect((await echo()).content).toEqual([{ type: 'text', text: 'hello' }]);

  const list = async () => {
    const { code, out, err } = await aerostack(['workspace', 'token', 'list', 'my-workspace']);
    expect([code, err]).toEqual([0, '']);
    expect(out).not.toMatch(/mwt_/);
    return out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/ {2,}/));
  };
  const [header, row = []] = await list();
  expect(header).toEqual(['ID', 'NAME', 'STATUS', 'CREATED', 'EXPIRES', 'LAST USED']);
  expect(row).toEqual([uuidV7, 'CI Bot', 'active', instant, instant, matching(/^never$|Z$/)]);

  const revoked = await aerostack(['workspace', 'token', 'revoke', 'my-workspace', row[0] ?? '']);
  expect(revoked).toEqual({ code: 0, out: '', err: matching(/“CI Bot” revoked/) });
  await expect(echo()).rejects.toThrow();
  await client.close().catch(() => undefined);
  expect((await send(url, legacyRequest('ping', undefined, bearer(raw)))).status).toBe(401);
  expect((await list())[1]?.slice(0, 3)).toEqual([row[0], 'CI Bot', 'revoked']);
});

test('--plain prints the token and nothing else, so that a script can keep it', async ({
  aerostack,
  rest,
  product,
}) => {
  const { slug } = await rest.createWorkspace('Plain');
  const { code, out } = await aerostack(['workspace', 'token', 'create', slug, '--name', 'Nightly', '--plain']);
  expect([code, out]).toEqual([0, matching(/^mwt_[0-9a-f]{48}\n$/)]);
  const answer = await send(`${product.origin}/ws/${slug}`, legacyRequest('ping', undefined, bearer(out.trim())));
  expect(answer.status).toBe(200);
});

test('--json is the body of the REST API with "version": 1, on every command', async ({ aerostack, rest }) => {
  const json = async (...args: string[]) => {
    const { code, out } = await aerostack(['workspace', ...args, '--json']);
    expect([args, code]).toEqual([args, 0]);
    return JSON.parse(out);
  };
  const body = async (path: string) => (await rest.send('GET', path)).body;

  const workspace = await json('create', 'Jason', '--slug', 'jason', '--description', 'Argonauts');
  expect(workspace).toEqual({ version: 1, ...(await body('/workspaces/jason')) });
  expect(workspace).toMatchObject({ slug: 'jason', description: 'Argonauts' });
  const created = await json('token', 'create', 'jason', '--name', 'Argo');
  const token = await body(`/workspaces/jason/tokens/${created.token.id}`);
  expect(created).toEqual({ version: 1, token, raw: matching(rawToken), mcp_json: expect.any(Object) });
  expect(created.mcp_json.mcpServers.jason.headers.Authorization).toBe(`Bearer ${created.raw}`);
  expect(await json('token', 'list', 'jason')).toEqual({ version: 1, ...(await body('/workspaces/jason/tokens')) });
  const revoked = await json('token', 'revoke', 'jason', created.token.id);
  expect(revoked).toEqual({ version: 1, ...(await body(`/workspaces/jason/tokens/${created.token.id}`)) });
  expect(revoked.status).toBe('revoked');
  expect(await json('list')).toEqual({ version: 1, ...(await body('/workspaces?limit=100')) });
});

test('a list longer than a page of the REST API is shown whole', async ({ aerostack, rest }) => {
  const { slug } = await rest.createWorkspace('Many');
  const names = Array.from({ length: 101 }, (_, i) => `Bot ${i}`);
  for (const name of names) await rest.createToken(slug, { name });
  const { out } = await aerostack(['workspace', 'token', 'list', slug]);
  const listed = out
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/ {2,}/)[1]);
  expect(listed).toEqual(names.reverse());
});

test('a workspace made here is listed with its gateway URL, and is told how to go on', async ({
  aerostack,
  product,
}) => {
  const created = await aerostack(['workspace', 'create', 'Made Here']);
  expect([
    created.code,
    created.out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/: +/)),
  ]).toEqual([
    0,
    [
      ['ID', uuidV7],
      ['Slug', 'made-here'],
      ['Gateway', `${product.origin}/ws/made-here`],
    ],
  ]);
  expect(created.err).toMatch(/workspace token create made-here/);
  expect((await aerostack(['workspace', 'token', 'list', 'made-here'])).err).toMatch(/No tokens yet/);
  const rows = (await aerostack(['workspace', 'list'])).out.split('\n').map((line) => line.split(/ {2,}/));
  expect(rows[0]).toEqual(['SLUG', 'NAME', 'MCP SERVERS', 'TOKENS', 'GATEWAY URL']);
  expect(rows).toContainEqual(['made-here', 'Made Here', '0', '0', `${product.origin}/ws/made-here`]);
});

test('help with examples, and the version, ask for nothing', async ({ aerostack }) => {
  const nothing = { AEROSTACK_URL: '', AEROSTACK_API_KEY: '' };
  expect(await aerostack(['--version'], nothing)).toEqual({ code: 0, out: `${packageJson.version}\n`, err: '' });
  const paths = [
    '',
    'login',
    'logout',
    'whoami',
    'completion',
    'workspace',
    'workspace list',
    'workspace create',
    'workspace token',
  ];
  const tokenPaths = ['create', 'list', 'revoke'].map((verb) => `workspace token ${verb}`);
  for (const path of [...paths, ...tokenPaths]) {
    const { code, out, err } = await aerostack([...path.split(' ').filter(Boolean), '--help'], nothing);
    expect({ path, code, err }).toEqual({ path, code: 0, err: '' });
    expect(out).toMatch(new RegExp(`Usage: aerostack ${path}.*Examples:\n {2}\\$ .*aerostack`, 's'));
    expect(out).not.toContain('\u001b');
  }
});
