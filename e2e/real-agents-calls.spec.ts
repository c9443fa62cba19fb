import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type StubModels, startStubModels } from './fixtures/stub-models';
import { runClient } from './real-client';
import { expect, expectNoLogin, servers, type Workshop, test as withWorkshop } from './workshop';

/** The agents with a model that calls the tool: from a prompt to a server of each era and back. */
const test = withWorkshop.extend<{ models: (server: string) => Promise<StubModels> }>({
  models: async ({ workshop: _ }, use) => {
    const started: StubModels[] = [];
    await use(async (server) => {
      const models = await startStubModels({ tool: `${server}__add`, args: { a: 2, b: 40 } });
      started.push(models);
      return models;
    });
    await Promise.all(started.map((models) => models.close()));
  },
});

const prompt = 'What is 2 + 40? Use the tool.';

/** The tool ran: the gateway carried one call, and what it gave back is in the agent's answer. */
function expectAnswer(said: string, workshop: Workshop) {
  expect(said).toMatch(/The tool said .*42/);
  const calls = workshop.recorder.exchanges.filter(({ rpc }) => rpc === 'tools/call');
  expect(calls).toMatchObject([{ path: `/ws/${workshop.slug}`, status: 200 }]);
  expectNoLogin(workshop);
}

for (const server of servers) {
  test(`Claude Code: a prompt leads to a call of the ${server} server’s tool, and its result to the answer`, async ({
    home,
    key,
    workshop,
    models,
  }) => {
    const { origin } = await models(server);
    const gateway = { type: 'http', url: workshop.url, headers: { Authorization: `Bearer ${key}` } };
    const config = join(home.folder, 'mcp.json');
    await writeFile(config, JSON.stringify({ mcpServers: { gateway } }));
    const env = {
      ANTHROPIC_BASE_URL: origin,
      ANTHROPIC_API_KEY: 'nobodys',
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      ENABLE_TOOL_SEARCH: 'false',
      MCP_CONNECTION_NONBLOCKING: 'false',
    };
    const args = [
      '--mcp-config',
      config,
      '--allowedTools',
      `mcp__gateway__${server}__add`,
      '--model',
      'claude-sonnet-4-5',
    ];
    const { said } = await runClient(home, 'claude', ['-p', prompt, ...args], { env });
    expectAnswer(said, workshop);
  });

  test(`Gemini CLI: a prompt leads to a call of the ${server} server’s tool, and its result to the answer`, async ({
    home,
    key,
    workshop,
    models,
  }) => {
    const { origin } = await models(server);
    const gateway = { httpUrl: workshop.url, headers: { Authorization: `Bearer ${key}` }, trust: true };
    const settings = { mcpServers: { gateway }, security: { auth: { selectedType: 'gemini-api-key' } } };
    await mkdir(join(home.folder, '.gemini'));
    await writeFile(join(home.folder, '.gemini/settings.json'), JSON.stringify(settings));
    const env = { GEMINI_API_KEY: 'nobodys', GOOGLE_GEMINI_BASE_URL: origin, GEMINI_CLI_TRUST_WORKSPACE: 'true' };
    const args = ['--approval-mode', 'yolo', '--model', 'gemini-2.5-flash'];
    const { said } = await runClient(home, 'gemini', ['-p', prompt, ...args], { env });
    expectAnswer(said, workshop);
  });

  test(`Codex: a prompt leads to a call of the ${server} server’s tool, and its result to the answer`, async ({
    home,
    key,
    workshop,
    models,
  }) => {
    const { origin } = await models(server);
    const config = [
      'model = "stub"',
      'model_provider = "stub"',
      '[model_providers.stub]',
      'name = "stub"',
      `base_url = "${origin}/v1"`,
      'wire_api = "responses"',
      '[mcp_servers.gateway]',
      `url = "${workshop.url}"`,
      'bearer_token_env_var = "GATEWAY_KEY"',
      'default_tools_approval_mode = "approve"',
    ];
    await mkdir(join(home.folder, '.codex'));
    await writeFile(join(home.folder, '.codex/config.toml'), config.join('\n'));
    const { said } = await runClient(home, 'codex', ['exec', '--skip-git-repo-check', prompt], {
      env: { GATEWAY_KEY: key },
    });
    expectAnswer(said, workshop);
  });
}
