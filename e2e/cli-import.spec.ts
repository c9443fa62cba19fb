import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectRefusal } from './cli';
import { connectClient } from './clients';
import { startV1Json } from './fixtures/v1-server';
import { startV2 } from './fixtures/v2-server';
import type { Rest } from './rest';
import { openTerminal, type Terminal } from './terminal';
import { expect, serverSecret, test } from './test';

let terminal: Terminal;
test.beforeEach(async () => {
  terminal = await openTerminal();
});
test.afterEach(() => terminal.remove());

const account = (origin: string, rest: Rest) => ({ AEROSTACK_URL: origin, AEROSTACK_API_KEY: rest.apiKey });
const secrets = { key: serverSecret('import-key'), token: serverSecret('import-token') };
const reference = ['Bearer $', '{env:DOCS_TOKEN}'].join('');

async function put(name: string, text: string): Promise<string> {
  const path = join(terminal.home, name);
  await writeFile(path, text);
  return path;
}

const serversOf = async (rest: Rest, slug: string) => {
  const { body } = await rest.send('GET', `/workspaces/${slug}/servers`);
  return body.servers as Record<string, unknown>[];
};

test('a configuration becomes a workspace: its servers answer through the gateway, and hear the credentials that it held', async ({
  product,
  rest,
}) => {
  const [docs, shop] = await Promise.all([startV1Json(), startV2('dual')]);
  const file = await put(
    'mcp.json',
    `{
  // what I had
  "mcpServers": {
    "Docs": { "url": "${docs.url}", "headers": { "Authorization": "${reference}" } },
    "Shop": { "type": "http", "url": "${shop.url}", "headers": { "X-Api-Key": "${secrets.key}", "Accept": "*/*" } },
    "files": { "command": "npx", "args": ["-y", "@acme/files", "--token=${secrets.token}"] },
    "gh": { "url": "https://gh.example/mcp", "headers": { "Authorization": "Bearer $GH_TOKEN" } },
  },
}`,
  );
  const before = await readFile(file, 'utf8');
  const env = { ...account(product.origin, rest), DOCS_TOKEN: secrets.token };
  const args = ['import', file, '--workspace', 'imported', '--name', 'Imported Tools'];

  const dry = await terminal.run([...args, '--dry-run'], { env });
  expect(dry.code).toBe(0);
  expect(dry.out.split('\n').map((line) => line.split(/ {2,}/).filter((_, i) => i !== 1))).toEqual([
    ['SERVER', 'CREDENTIAL', 'WHAT HAPPENS'],
    ['Docs', 'bearer', 'added'],
    ['Shop', 'X-Api-Key', 'added'],
    ['files', '–', 'left out: stdio'],
    ['gh', 'missing', 'left out: needs GH_TOKEN'],
    [''],
  ]);
  expect(dry.err).toMatch(/“Imported Tools” \(imported\), which is made[\s\S]*npx @acme\/files[\s\S]*supergateway/);
  expect((await rest.send('GET', '/workspaces/imported')).status).toBe(404);
  const unasked = await terminal.run(args, { env });
  expect([unasked.code, unasked.err]).toEqual([2, expect.stringMatching(/add --yes/)]);

  const done = await terminal.run([...args, '--yes', '--json'], { env });
  expect(done.code).toBe(0);
  expect(JSON.parse(done.out)).toMatchObject({
    version: 1,
    workspace: { slug: 'imported', name: 'Imported Tools', is_new: true },
    servers: [
      { name: 'Docs', action: 'added', credential: 'bearer', server: { status: 'up', auth: { type: 'bearer' } } },
      { name: 'Shop', action: 'added', credential: 'headers', header_names: ['X-Api-Key'] },
      { name: 'files', action: 'skipped', url: null },
      { name: 'gh', action: 'skipped', missing: ['GH_TOKEN'] },
    ],
  });
  for (const said of [dry.out, dry.err, done.out, done.err]) expect(said).not.toMatch(/server-secret/);
  expect(await readFile(file, 'utf8')).toBe(before);

  const { raw, url } = await rest.createToken('imported');
  const client = await connectClient('SDK v1', url, raw);
  const names = (await client.listTools()).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['docs__add', 'shop__add']));
  for (const server of ['docs', 'shop'])
    expect(await client.callTool(`${server}__add`, { a: 2, b: 40 })).toMatchObject({ structuredContent: { sum: 42 } });
  await client.close();
  const heard = (server: typeof docs) => server.seen.find(({ message }) => message?.method === 'tools/call')?.headers;
  expect(heard(docs)?.authorization).toBe(`Bearer ${secrets.token}`);
  expect(heard(shop)?.['x-api-key']).toBe(secrets.key);

  const again = await terminal.run([...args, '--yes'], { env });
  expect([again.code, again.out.match(/already there/g)?.length]).toEqual([0, 2]);
  expect((await serversOf(rest, 'imported')).map(({ name }) => name)).toEqual(['Docs', 'Shop']);
  await Promise.all([docs.close(), shop.close()]);
});

test('a Codex file on stdin makes a workspace of its name, and the same one the next time', async ({
  product,
  rest,
}) => {
  const server = await startV1Json();
  const toml = `[mcp_servers.notes]\nurl = "${server.url}"\nbearer_token_env_var = "NOTES_TOKEN"\n\n[mcp_servers.off]\nurl = "${server.url}?b"\nenabled = false\n`;
  const env = { ...account(product.origin, rest), NOTES_TOKEN: secrets.token };
  for (const times of [1, 2]) {
    const { code } = await terminal.run(['import', '-', '--name', 'From Codex', '--yes'], { env, input: toml });
    expect([times, code]).toEqual([times, 0]);
  }
  const found = await serversOf(rest, 'from-codex');
  expect(found.map(({ name, enabled, auth }) => [name, enabled, auth])).toEqual([
    ['notes', true, { type: 'bearer' }],
    ['off', false, { type: 'none' }],
  ]);
  expect((await rest.send('GET', '/workspaces/from-codex-2')).status).toBe(404);
  await server.close();
});

test('somebody at a terminal is asked first, and nothing is made without a yes', async ({ product, rest }) => {
  const file = await put('mcp.json', '{"mcpServers":{"a":{"url":"http://127.0.0.1:9/mcp"}}}');
  const env = account(product.origin, rest);
  for (const [key, wanted] of [
    ['n', 404],
    ['y', 200],
  ] as const) {
    const asked = terminal.beginInPty(['import', file, '--workspace', 'asked'], { env });
    await asked.until(/Make the workspace .* and add 1 server\?/);
    asked.type(key);
    expect((await asked.ended).code).toBe(key === 'y' ? 0 : 1);
    expect((await rest.send('GET', '/workspaces/asked')).status).toBe(wanted);
  }
});

test('what the server refuses is left out and said, the rest is added, and importing again takes up what is missing', async ({
  product,
  rest,
}) => {
  const file = await put(
    'mcp.json',
    JSON.stringify({
      servers: {
        one: { url: 'http://127.0.0.1:9/one' },
        inner: { url: 'http://169.254.169.254/mcp' },
        two: { url: 'http://127.0.0.1:9/two' },
      },
    }),
  );
  const { slug } = await rest.createWorkspace('Partly');
  const env = account(product.origin, rest);
  const { code, err } = await terminal.run(['import', file, '--workspace', slug, '--yes'], { env });
  expect(code).toBe(1);
  expect(err).toMatch(
    /Error: inner: [^\n]+\n[\s\S]*Added to partly: one, two\.\nError: Not added: inner\. Import again/,
  );
  expect((await serversOf(rest, slug)).map(({ name }) => name)).toEqual(['one', 'two']);
});

test('what cannot be imported at all is refused in a line', async ({ product, rest }) => {
  const env = account(product.origin, rest);
  const run = async (text: string, name = 'x.json') => terminal.run(['import', await put(name, text)], { env });
  expectRefusal(await run('{\n "a": }'), 1, /x\.json:2:7: value expected/);
  expectRefusal(await run('{"a":1}'), 1, /holds no MCP servers/);
  expectRefusal(await run('a = = 1', 'x.toml'), 1, /x\.toml:1:5/);
  expectRefusal(await terminal.run(['import', join(terminal.home, 'none')], { env }), 1, /There is no file/);
  expectRefusal(
    await run('{"mcpServers":{"a":{"url":"https://a.example"}}}', 'y.json').then(() =>
      terminal.run(['import', join(terminal.home, 'y.json')], { env: { AEROSTACK_URL: product.origin } }),
    ),
    3,
    /Not signed in/,
  );
});
