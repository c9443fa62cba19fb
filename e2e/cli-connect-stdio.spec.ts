import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { openTerminal } from './terminal';
import { expect, test } from './test';

const places = { 'claude-desktop': '.config/Claude/claude_desktop_config.json', junie: '.junie/mcp/mcp.json' };

test('a client that speaks stdio only starts the bridge as its file says, with the token in its environment alone', async ({
  product,
  rest,
  world,
}) => {
  const terminal = await openTerminal();
  const env = { AEROSTACK_URL: product.origin, AEROSTACK_API_KEY: rest.apiKey };
  const connected = await terminal.run(['connect', ...Object.keys(places), '--workspace', world.slug], { env });
  expect(connected.code).toBe(0);
  for (const path of Object.values(places)) {
    const { mcpServers } = JSON.parse(await readFile(join(terminal.home, path), 'utf8'));
    const { command, args, env: given } = mcpServers[world.slug];
    expect(args.slice(1)).toEqual(['bridge', world.slug]);
    expect([command, ...args].join(' ')).not.toMatch(/mwt_/);
    expect(given).toEqual({ AEROSTACK_URL: product.origin, AEROSTACK_MCP_TOKEN: expect.stringMatching(/^mwt_/) });
    const client = new Client({ name: 'aerostack-e2e', version: '1.0.0' });
    await client.connect(new StdioClientTransport({ command, args, env: { ...given, HOME: terminal.home } }));
    const names = (await client.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['v1__add', 'v2__add']));
    await client.close();
  }
  const checked = await terminal.run(['connect', '--check', '--json']);
  expect(checked.code).toBe(0);
  const { connections } = JSON.parse(checked.out);
  expect(connections.map(({ ok, tools }: { ok: boolean; tools: string[] }) => [ok, tools.includes('v1__add')])).toEqual(
    [
      [true, true],
      [true, true],
    ],
  );
  await terminal.remove();
});
