import { runCommand } from './cli';
import { askCodexStatus } from './codex-status';
import { type ClientHome, runClient } from './real-client';
import { expect, expectNoLogin, sums, test, type Workshop } from './workshop';

/** Writes the files of these clients in their home, for the workspace behind the recorder. */
async function connect(home: ClientHome, workshop: Workshop, key: string, clients: string[]) {
  const env = { ...home.env, AEROSTACK_URL: workshop.recorder.origin, AEROSTACK_MCP_TOKEN: key };
  const { code, err } = await runCommand('cli', ['connect', ...clients, '--workspace', workshop.slug], env);
  expect([code, err]).toEqual([0, expect.not.stringContaining(key)]);
}

test('Claude Code reads what `aerostack connect` wrote, and is connected', async ({ home, key, workshop }) => {
  await connect(home, workshop, key, ['claude-code']);
  const { said } = await runClient(home, 'claude', ['mcp', 'list']);
  expect(said).toMatch(new RegExp(`^${workshop.slug}: .* ✔ Connected$`, 'm'));
  expectNoLogin(workshop);
});

test('Gemini CLI reads what `aerostack connect` wrote, and is connected', async ({ home, key, workshop }) => {
  await connect(home, workshop, key, ['gemini']);
  const { said } = await runClient(home, 'gemini', ['mcp', 'list'], { env: { GEMINI_CLI_TRUST_WORKSPACE: 'true' } });
  expect(said).toMatch(new RegExp(`✓ ${workshop.slug}: .* - Connected$`, 'm'));
  expectNoLogin(workshop);
});

test('Codex reads what `aerostack connect` wrote, and lists the tools', async ({ home, key, workshop }) => {
  await connect(home, workshop, key, ['codex']);
  const [gateway] = await askCodexStatus(home, {});
  expect(gateway).toMatchObject({ name: workshop.slug });
  expect(Object.keys(gateway?.tools ?? {})).toEqual(expect.arrayContaining(sums));
  expectNoLogin(workshop);
});
