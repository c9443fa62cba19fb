import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { expect, expectRefusal, runCommand, test } from './cli';
import { matching } from './shapes';

test('a workspace is shown whole, its gateway URL alone for scripts, and the REST body for programs', async ({
  aerostack,
  rest,
  world,
}) => {
  const shown = await aerostack(['workspace', 'show', world.slug]);
  expect([shown.code, shown.err]).toEqual([0, '']);
  const facts = new Map(
    shown.out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/: +/, 2) as [string, string]),
  );
  expect([facts.get('Slug'), facts.get('Your role'), facts.get('Servers')]).toEqual([world.slug, 'owner', '5']);
  expect((await aerostack(['workspace', 'show', world.slug, '--plain'])).out).toBe(`${world.url}\n`);
  const { body } = await rest.send('GET', `/workspaces/${world.slug}`);
  expect(JSON.parse((await aerostack(['workspace', 'show', world.slug, '--json'])).out)).toEqual({
    version: 1,
    ...body,
  });
});

test('the workspace that was chosen is meant where none is named, and kept in the profile only', async ({
  rest,
  product,
}) => {
  const home = await mkdtemp(joinPath(tmpdir(), 'aerostack-use-'));
  await mkdir(joinPath(home, '.aerostack'), { mode: 0o700 });
  const file = joinPath(home, '.aerostack', 'config.json');
  const profile = { url: product.origin, api_key: rest.apiKey };
  await writeFile(file, JSON.stringify({ version: 1, profile: 'default', profiles: { default: profile } }), {
    mode: 0o600,
  });
  const aerostack = (...args: string[]) => runCommand('cli', ['workspace', ...args], { HOME: home });
  const { slug } = await rest.createWorkspace('Chosen');

  expectRefusal(await aerostack('show'), 2, /argument 'workspace' is missing.*workspace use/);
  expect(await aerostack('use', slug)).toEqual({ code: 0, out: '', err: matching(/Active workspace set to 'chosen'/) });
  expect(JSON.parse(await readFile(file, 'utf8')).profiles).toEqual({ default: { ...profile, workspace: slug } });
  expect((await aerostack('show')).out).toContain(`${product.origin}/ws/${slug}`);
  expect((await aerostack('token', 'create', '--name', 'Here', '--plain')).out).toMatch(/^mwt_/);
  expect((await aerostack('token', 'list')).out).toMatch(/Here/);
  const made = await aerostack('create', 'Chosen Next', '--use');
  expect([made.code, JSON.parse(await readFile(file, 'utf8')).profiles.default.workspace]).toEqual([0, 'chosen-next']);
  expect((await aerostack('delete', 'chosen-next', '--yes')).code).toBe(0);
  expect(JSON.parse(await readFile(file, 'utf8')).profiles).toEqual({ default: profile });
  await rm(home, { recursive: true });
});

test('a key of the environment has no profile to choose a workspace in, which is said', async ({
  aerostack,
  world,
}) => {
  expectRefusal(await aerostack(['workspace', 'use', world.slug]), 3, /no profile.*aerostack login/);
});

test('nothing is deleted without a yes, and for good with one', async ({ aerostack, rest }) => {
  const { slug } = await rest.createWorkspace('Short Lived');
  expectRefusal(await aerostack(['workspace', 'delete', slug]), 2, /“Short Lived”.*for good.*--yes/);
  expect((await rest.send('GET', `/workspaces/${slug}`)).status).toBe(200);
  const deleted = await aerostack(['workspace', 'delete', slug, '--yes', '--json']);
  expect([deleted.code, JSON.parse(deleted.out)]).toEqual([0, { version: 1 }]);
  expect((await rest.send('GET', `/workspaces/${slug}`)).status).toBe(404);
});

test('test connects as a client does and lists the tools that the token sees', async ({
  aerostack,
  world,
  token,
  rest,
}) => {
  const env = { AEROSTACK_MCP_TOKEN: token.raw };
  const tested = await aerostack(['workspace', 'test', world.slug], env);
  const rows = tested.out
    .trimEnd()
    .split('\n')
    .map((line) => line.split(/ {2,}/));
  expect([tested.code, rows[0]]).toEqual([0, ['TOOL', 'SERVER', 'DESCRIPTION']]);
  expect(rows).toContainEqual(['v2-modern__add', 'v2-modern', 'Adds two numbers.']);
  expect(tested.err).toBe(`✓ ${rows.length - 1} tools available across workspace '${world.slug}'\n`);
  const narrow = await rest.createToken(world.slug, { scope: { allow: ['v1__add'] } });
  const json = await aerostack(['workspace', 'test', world.slug, '--json'], { AEROSTACK_MCP_TOKEN: narrow.raw });
  expect(JSON.parse(json.out)).toMatchObject({
    version: 1,
    workspace: world.slug,
    gateway_url: world.url,
    protocol_version: '2025-11-25',
    server_info: { name: 'aerostack-mcp-gateway' },
    tools: [{ name: 'v1__add', description: 'Adds two numbers.' }],
  });
  const { slug } = await rest.createWorkspace('Empty');
  const { raw } = await rest.createToken(slug);
  const empty = await aerostack(['workspace', 'test', slug], { AEROSTACK_MCP_TOKEN: raw });
  expect([empty.code, empty.out, empty.err]).toEqual([0, '', matching(/No tools found\. Add a server/)]);
});

test('test says why it cannot: no token, a broken one, one that was revoked, one over its rate', async ({
  aerostack,
  world,
  rest,
}) => {
  const args = ['workspace', 'test', world.slug];
  expectRefusal(await aerostack(args), 3, /no token for world.*token create world/);
  expectRefusal(await aerostack(args, { AEROSTACK_MCP_TOKEN: 'nonsense' }), 3, /not hold a whole workspace token/);
  const revoked = await rest.createToken(world.slug);
  await rest.revokeToken(world.slug, revoked.id);
  const refused = await aerostack(args, { AEROSTACK_MCP_TOKEN: revoked.raw });
  expectRefusal(refused, 3, /gateway refuses the token: .*revoked/);
  expect(refused.err).not.toContain(revoked.raw.slice(4, 12));
  const slow = await rest.createToken(world.slug, { rate_limit: 1 });
  expectRefusal(
    await aerostack(args, { AEROSTACK_MCP_TOKEN: slow.raw }),
    5,
    /Rate limit exceeded\. Try again in \d+ s/,
  );
});
