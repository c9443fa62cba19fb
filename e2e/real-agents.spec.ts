import { askCodexStatus } from './codex-status';
import { type ClientHome, runClient } from './real-client';
import { expect, expectNoLogin, expectNoRegistration, sums, test } from './workshop';

test('Claude Code: `mcp add` and `mcp list` connect in the 2026-07-28 era without signing in', async ({
  home,
  key,
  workshop,
}) => {
  const header = ['--header', `Authorization: Bearer ${key}`];
  expect(
    await runClient(home, 'claude', ['mcp', 'add', '--transport', 'http', 'gateway', workshop.url, ...header]),
  ).toMatchObject({ code: 0 });
  const { said } = await runClient(home, 'claude', ['mcp', 'list']);
  expect(said).toMatch(/^gateway: .* ✔ Connected$/m);
  expect(workshop.recorder.exchanges).toContainEqual({
    ...{ method: 'POST', path: `/ws/${workshop.slug}`, status: 200 },
    ...{ rpc: 'server/discover', version: '2026-07-28' },
  });
  expectNoLogin(workshop);
});

test('Claude Code: `mcp list` with a revoked key prints what the gateway said', async ({ home, revoked, workshop }) => {
  const header = ['--header', `Authorization: Bearer ${revoked}`];
  await runClient(home, 'claude', ['mcp', 'add', '--transport', 'http', 'gateway', workshop.url, ...header]);
  const { said } = await runClient(home, 'claude', ['mcp', 'list']);
  expect(said).toMatch(/Failed to connect/);
  expect(said).toMatch(/Token revoked \d{4}-\d\d-\d\d/);
  expectNoLogin(workshop);
});

const trusting = { GEMINI_CLI_TRUST_WORKSPACE: 'true' };
const geminiList = async (home: ClientHome, url: string, key: string) => {
  const header = ['--header', `Authorization: Bearer ${key}`, '-s', 'user'];
  const added = await runClient(home, 'gemini', ['mcp', 'add', '--transport', 'http', 'gateway', url, ...header]);
  expect(added).toMatchObject({ code: 0 });
  return runClient(home, 'gemini', ['mcp', 'list'], { env: trusting });
};

test('Gemini CLI: `mcp add` and `mcp list` connect without signing in', async ({ home, key, workshop }) => {
  expect((await geminiList(home, workshop.url, key)).said).toMatch(/✓ gateway: .* - Connected$/m);
  expectNoLogin(workshop);
});

test('Gemini CLI: `mcp list` with a revoked key says that it is not connected', async ({ home, revoked, workshop }) => {
  expect((await geminiList(home, workshop.url, revoked)).said).toMatch(/✗ gateway: .* - Disconnected$/m);
  expect(workshop.recorder.exchanges.map(({ status }) => status)).toContain(401);
  expectNoLogin(workshop);
});

/** What Codex's app server says of its one MCP server. */
async function codexStatus(home: ClientHome, url: string, key: string) {
  const env = { GATEWAY_KEY: key };
  const config = ['mcp', 'add', 'gateway', '--url', url, '--bearer-token-env-var', 'GATEWAY_KEY'];
  expect(await runClient(home, 'codex', config, { env })).toMatchObject({ code: 0 });
  return askCodexStatus(home, env);
}

test('Codex: the app server lists the tools of both servers without signing in', async ({ home, key, workshop }) => {
  const [gateway] = await codexStatus(home, workshop.url, key);
  expect(Object.keys(gateway?.tools ?? {})).toEqual(expect.arrayContaining(sums));
  expectNoLogin(workshop);
});

test('Codex: with a revoked key the app server says that it must be authorised, and lists nothing', async ({
  home,
  revoked,
  workshop,
}) => {
  const [gateway] = await codexStatus(home, workshop.url, revoked);
  expect(gateway).toMatchObject({ tools: {}, toolsError: expect.stringMatching(/Auth required/) });
  expectNoRegistration(workshop);
});
