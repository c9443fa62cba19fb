import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parse as parseYaml } from 'yaml';
import { clientFiles } from '../lib/connect/client-files-fixture';
import { expectRefusal } from './cli';
import { connectClient } from './clients';
import type { Rest } from './rest';
import { openTerminal, type Terminal } from './terminal';
import { expect, test } from './test';

let terminal: Terminal;
test.beforeEach(async () => {
  terminal = await openTerminal();
});
test.afterEach(() => terminal.remove());

const account = (origin: string, rest: Rest) => ({ AEROSTACK_URL: origin, AEROSTACK_API_KEY: rest.apiKey });
const fileOf = (path: string) => join(terminal.home, path);
const textOf = (path: string) => readFile(fileOf(path), 'utf8');
const raw = /mwt_[0-9a-f]{48}/g;

/** The files of people, in an empty home. */
const places: Record<string, string> = {
  'claude-code': '.claude.json',
  cline: '.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json',
  codex: '.codex/config.toml',
  continue: '.continue/config.yaml',
  cursor: '.cursor/mcp.json',
  gemini: '.gemini/settings.json',
  goose: '.config/goose/config.yaml',
  'jetbrains-copilot': '.config/github-copilot/intellij/mcp.json',
  'lm-studio': '.lmstudio/mcp.json',
  opencode: '.config/opencode/opencode.json',
  vscode: '.config/Code/User/mcp.json',
  'visual-studio': '.mcp.json',
  windsurf: '.codeium/windsurf/mcp_config.json',
  zed: '.config/zed/settings.json',
};

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(fileOf(path)), { recursive: true });
  await writeFile(fileOf(path), text);
}

const tokensOf = async (rest: Rest, slug: string) => {
  const { body } = await rest.send('GET', `/workspaces/${slug}/tokens?limit=100`);
  return body.tokens as { id: string; name: string; status: string }[];
};

test('what is written from an empty home works: an official client lists the tools with the URL and token in the file', async ({
  product,
  rest,
  world,
}) => {
  const env = account(product.origin, rest);
  const { slug } = world;
  const connected = await terminal.run(['connect', 'cursor', 'goose', 'codex', '--workspace', slug], { env });
  expect([connected.code, connected.out]).toEqual([0, '']);
  expect(connected.err).not.toMatch(raw);

  const cursor = JSON.parse(await textOf('.cursor/mcp.json')).mcpServers[slug];
  const goose = parseYaml(await textOf('.config/goose/config.yaml')).extensions[slug];
  const [, url, authorization] = /url = "(.*)"\nhttp_headers = \{ Authorization = "(.*)" \}\n$/.exec(
    await textOf('.codex/config.toml'),
  ) ?? ['', '', ''];
  const names = await connectClient('SDK v1', world.url, (await rest.createToken(slug)).raw).then(async (client) => {
    const tools = await client.listTools();
    await client.close();
    return tools.map(({ name }) => name);
  });
  expect(names.length).toBeGreaterThan(5);
  for (const entry of [
    { url: cursor.url, authorization: cursor.headers.Authorization },
    { url: goose.uri, authorization: goose.headers.Authorization },
    { url, authorization },
  ]) {
    expect(entry.url).toBe(world.url);
    const client = await connectClient('SDK v2 auto', entry.url, entry.authorization.replace(/^Bearer /, ''));
    expect((await client.listTools()).map(({ name }) => name)).toEqual(names);
    await client.close();
  }
  const machine = hostname().split('.')[0];
  const made = (await tokensOf(rest, slug)).map(({ name }) => name);
  expect(made).toEqual(expect.arrayContaining(['Cursor', 'Goose', 'Codex'].map((label) => `${machine} · ${label}`)));

  const checked = await terminal.run(['connect', '--check', '--json']);
  expect(checked.code).toBe(0);
  const { connections } = JSON.parse(checked.out);
  expect(connections.map(({ client, ok, tools }: Record<string, unknown>) => [client, ok, tools])).toEqual(
    ['codex', 'cursor', 'goose'].map((client) => [client, true, names]),
  );
});

test('the files of people keep every byte around the entry, and are what they were when it is taken out', async ({
  product,
  rest,
}) => {
  const env = account(product.origin, rest);
  const { slug } = await rest.createWorkspace('Kept');
  const clients = Object.keys(places);
  for (const [client, path] of Object.entries(places)) await put(path, clientFiles[client] ?? '');
  const connected = await terminal.run(['connect', ...clients, '--workspace', slug, '--json'], { env });
  expect(connected.code).toBe(0);
  expect(connected.out + connected.err).not.toMatch(raw);
  const done = JSON.parse(connected.out).clients as { file: string; action: string; backup: string }[];
  expect(done.map(({ action }) => action)).toEqual(clients.map(() => 'written'));
  for (const [i, client] of clients.entries()) {
    const before = clientFiles[client] ?? '';
    expect(await readFile(done[i]?.backup ?? '', 'utf8')).toBe(before);
    expect((await stat(done[i]?.backup ?? '')).mode & 0o777).toBe(0o600);
    const after = await textOf(places[client] ?? '');
    expect(after.match(raw), client).toHaveLength(1);
  }
  expect((await tokensOf(rest, slug)).length).toBe(clients.length);

  const again = await terminal.run(['connect', ...clients, '--workspace', slug, '--json'], { env });
  expect(JSON.parse(again.out).clients.map(({ action }: { action: string }) => action)).toEqual(
    clients.map(() => 'unchanged'),
  );
  expect((await tokensOf(rest, slug)).length).toBe(clients.length);

  const removed = await terminal.run(['connect', '--remove', ...clients, '--workspace', slug], { env });
  expect([removed.code, removed.out]).toEqual([0, '']);
  for (const client of clients) expect(await textOf(places[client] ?? ''), client).toBe(clientFiles[client]);
  expect((await tokensOf(rest, slug)).map(({ status }) => status)).toEqual(clients.map(() => 'revoked'));
  expect(await readdir(fileOf('.cursor'))).toEqual(['mcp.json']);
});

test('a dry run shows the change without a secret, and neither changes a file nor makes a token', async ({
  product,
  rest,
}) => {
  const env = account(product.origin, rest);
  const { slug } = await rest.createWorkspace('Dry');
  await put('.cursor/mcp.json', '{"mcpServers":{"a":{"url":"https://a.example","headers":{"X-Api-Key":"hunter2"}}}}');
  const before = await textOf('.cursor/mcp.json');
  const { code, out } = await terminal.run(['connect', 'cursor', 'codex', '--workspace', slug, '--dry-run'], { env });
  expect(code).toBe(0);
  expect(out).toMatch(/^--- .*\n\+\+\+ .*mcp\.json\n@@ .*\n-.*"X-Api-Key":"…".*\n.*\n?\+.*Bearer mwt_….*/m);
  expect(out).toContain(`+[mcp_servers.${slug}]`);
  expect(out).not.toMatch(/hunter2|mwt_[0-9a-f]/);
  expect(await textOf('.cursor/mcp.json')).toBe(before);
  expect(await readdir(terminal.home)).toEqual(['.cursor']);
  expect(await tokensOf(rest, slug)).toEqual([]);
});

test('a project’s file names the variable and holds no token; with the variable set it works', async ({
  product,
  rest,
  world,
  token,
}) => {
  const project = fileOf('shop');
  await mkdir(project);
  const env = account(product.origin, rest);
  const run = (args: string[], more = {}) =>
    terminal.run(['connect', ...args], { env: { ...env, ...more }, cwd: project });
  const count = (await tokensOf(rest, world.slug)).length;
  const clients = ['claude-code', 'vscode', 'codex', 'gemini', 'opencode'];
  expect((await run([...clients, '--scope', 'project', '--workspace', world.slug])).code).toBe(0);
  expect(await textOf('shop/.mcp.json')).toContain(['"Bearer $', '{AEROSTACK_MCP_TOKEN}"'].join(''));
  expect(await textOf('shop/.vscode/mcp.json')).toMatch(/"password": true[\s\S]*\$\{input:aerostack-token-world\}/);
  expect(await textOf('shop/.codex/config.toml')).toContain('bearer_token_env_var = "AEROSTACK_MCP_TOKEN"');
  expect((await tokensOf(rest, world.slug)).length).toBe(count);

  expect((await run(['--check'])).err).toMatch(/AEROSTACK_MCP_TOKEN is not set here/);
  const checked = await run(['--check', '--json'], { AEROSTACK_MCP_TOKEN: token.raw });
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.out).connections.map(({ ok }: { ok: boolean }) => ok)).toEqual(clients.map(() => true));
  expectRefusal(
    await run(['zed', '--scope', 'project', '--workspace', world.slug]),
    2,
    /expands no variables.*--literal/,
  );
});

test('whoever has a token needs no account: it comes on stdin or in the environment, and in no argument', async ({
  product,
  world,
  token,
}) => {
  const args = ['connect', 'cursor', '--workspace', world.slug];
  const env = { AEROSTACK_URL: product.origin };
  const piped = await terminal.run([...args, '--token', '-'], { env, input: `${token.raw}\n` });
  expect([piped.code, piped.out]).toEqual([0, '']);
  expect(piped.err).not.toMatch(raw);
  expect(JSON.parse(await textOf('.cursor/mcp.json')).mcpServers[world.slug]).toEqual({
    url: world.url,
    headers: { Authorization: `Bearer ${token.raw}` },
  });
  const named = await terminal.run(['connect', 'windsurf', '--workspace', world.slug], {
    env: { ...env, AEROSTACK_MCP_TOKEN: token.raw },
  });
  expect(named.code).toBe(0);
  expect(await textOf('.codeium/windsurf/mcp_config.json')).toContain(token.raw);

  expectRefusal(await terminal.run([...args, '--token', token.raw], { env }), 2, /does not belong on a command line/);
  expectRefusal(await terminal.run([...args, '--token', 'x'], { env }), 2, /stdin/);
  expectRefusal(await terminal.run([...args, '--token', '-'], { env, input: 'ak_1' }), 2, /no workspace token/);
  expectRefusal(await terminal.run(args, { env }), 3, /Not signed in/);
});

test('a file that cannot be read is named with line and column, and no file is changed and no token made', async ({
  product,
  rest,
}) => {
  const env = account(product.origin, rest);
  const { slug } = await rest.createWorkspace('Broken');
  await put('.gemini/settings.json', '{\n  "theme": "x"\n  "y": 1\n}\n');
  await put('.cursor/mcp.json', `{"mcpServers":{"${slug}":{"url":"https://other.example/mcp"}}}`);
  const connect = (...args: string[]) => terminal.run(['connect', ...args, '--workspace', slug], { env });
  expectRefusal(await connect('codex', 'gemini'), 1, /settings\.json:3:3: comma expected/);
  expectRefusal(await connect('codex', 'cursor'), 1, new RegExp(`server “${slug}” already.*--replace`));
  expectRefusal(await connect('cursr'), 2, /Did you mean “cursor”/);
  expectRefusal(await connect('raycast'), 2, /Raycast has no file.*HTTP header/);
  expectRefusal(await terminal.run(['connect', 'codex'], { env }), 2, /--workspace/);
  expectRefusal(await terminal.run(['connect', 'codex', '--workspace', 'brokn'], { env }), 4, /Did you mean “broken”/);
  expect((await readdir(terminal.home)).sort()).toEqual(['.cursor', '.gemini']);
  expect(await tokensOf(rest, slug)).toEqual([]);

  expect((await connect('cursor', '--replace')).code).toBe(0);
  expect(JSON.parse(await textOf('.cursor/mcp.json')).mcpServers[slug].url).toBe(`${product.origin}/ws/${slug}`);
});

test('a token that could not be written anywhere is taken back', async ({ product, rest }) => {
  const { slug } = await rest.createWorkspace('Back');
  // Nothing can be made in there, whoever asks.
  await symlink('/proc', fileOf('.cursor'));
  const { code, out, err } = await terminal.run(['connect', 'cursor', '--workspace', slug], {
    env: account(product.origin, rest),
  });
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/revoked again[\s\S]*Error: .*\.cursor\/mcp\.json cannot be used/);
  expect((await tokensOf(rest, slug)).map(({ status }) => status)).toEqual(['revoked']);
});

test('the list says of each client whether it is here and what it is connected to', async ({ product, rest }) => {
  const { slug } = await rest.createWorkspace('Listed');
  await mkdir(fileOf('.codex'));
  const env = account(product.origin, rest);
  await terminal.run(['connect', 'cursor', '--workspace', slug], { env });
  const { code, out } = await terminal.run(['connect', '--list']);
  expect(code).toBe(0);
  const rows = out.split('\n').map((line) => line.split(/ {2,}/));
  expect(rows[0]).toEqual(['CLIENT', 'NAME', 'FOUND', 'CONNECTED TO', 'FILE']);
  expect(rows).toContainEqual(['cursor', 'Cursor', 'yes', slug, '~/.cursor/mcp.json']);
  expect(rows).toContainEqual(['codex', 'Codex', 'yes', '–', '~/.codex/config.toml']);
  expect(rows).toContainEqual(['zed', 'Zed', 'no', '–', '~/.config/zed/settings.json']);
  const json = JSON.parse((await terminal.run(['connect', '--list', '--json'])).out);
  expect(json).toMatchObject({ version: 1, by_hand: expect.any(Array) });
});

test('a check says of a connection that no longer works why, and fails', async ({ product, rest, world }) => {
  const made = await rest.createToken(world.slug);
  const env = { AEROSTACK_URL: product.origin, AEROSTACK_MCP_TOKEN: made.raw };
  await terminal.run(['connect', 'cursor', '--workspace', world.slug], { env });
  await rest.revokeToken(world.slug, made.id);
  const { code, out, err } = await terminal.run(['connect', '--check', 'cursor']);
  expect([code, out]).toEqual([1, '']);
  expect(err).toMatch(/Error: Cursor \(~\/\.cursor\/mcp\.json\): .*(revoked|unknown)/i);
  expect(err).not.toMatch(raw);
  expectRefusal(await terminal.run(['connect', '--check', '--workspace', 'other']), 1, /Nothing is connected/);
});

test('killed at any moment, it leaves the old file or the new one, whole', async ({ product, world, token }) => {
  const path = '.claude.json';
  const old = `{\n${Array.from({ length: 4_000 }, (_, i) => `  "k${i}": "${'x'.repeat(60)}",\n`).join('')}  "mcpServers": {}\n}\n`;
  const env = { AEROSTACK_URL: product.origin, AEROSTACK_MCP_TOKEN: token.raw };
  const args = ['connect', 'claude-code', '--workspace', world.slug];
  await put(path, old);
  const startedMs = performance.now();
  expect((await terminal.run(args, { env })).code).toBe(0);
  const wholeMs = performance.now() - startedMs;
  const written = await textOf(path);
  const seen = new Set<string>();
  for (let run = 0; run < 10; run += 1) {
    await put(path, old);
    const { child, ended } = terminal.begin(args, env);
    await wait(wholeMs * (0.4 + 0.07 * run));
    child.kill('SIGKILL');
    await ended;
    const left = await textOf(path);
    expect([old, written].includes(left), `what was left after run ${run}`).toBe(true);
    seen.add(left);
  }
  expect(seen).toContain(old);
  expect((await terminal.run(args, { env })).code).toBe(0);
  expect(await textOf(path)).toBe(written);
});
