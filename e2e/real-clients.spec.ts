import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { type ClientHome, programs, runClient } from './real-client';
import { expect, expectNoLogin, expectNoRegistration, servers, sums, test } from './workshop';

for (const era of ['legacy', 'auto', 'modern'] as const) {
  const inspector =
    (url: string, key: string) =>
    (home: ClientHome, method: string, ...rest: string[]) =>
      runClient(home, 'inspector', [
        ...[url, '--transport', 'http', '--protocol-era', era, '--header', `Authorization: Bearer ${key}`],
        ...['--stored-auth-only', '--format', 'json', '--method', method, ...rest],
      ]);

  test(`Inspector CLI, ${era} era: lists the tools of both servers and calls one of each`, async ({
    home,
    key,
    workshop,
  }) => {
    const ask = inspector(workshop.url, key);
    const listed = await ask(home, 'tools/list');
    expect(listed).toMatchObject({ code: 0 });
    const names = JSON.parse(listed.stdout).result.tools.map(({ name }: { name: string }) => name);
    expect(names).toEqual(expect.arrayContaining(sums));
    for (const server of servers) {
      const called = await ask(home, 'tools/call', '--tool-name', `${server}__add`, '--tool-arg', 'a=2', 'b=40');
      expect(called).toMatchObject({ code: 0 });
      expect(JSON.parse(called.stdout).result).toMatchObject({ structuredContent: { sum: 42 } });
    }
    const versions = new Set(workshop.recorder.exchanges.map(({ version }) => version));
    expect(versions.has('2026-07-28')).toBe(era !== 'legacy');
    expectNoLogin(workshop);
  });

  test(`Inspector CLI, ${era} era: a revoked key ends in “authorization required”, not in a sign-in`, async ({
    home,
    revoked,
    workshop,
  }) => {
    const { code, said } = await inspector(workshop.url, revoked)(home, 'tools/list');
    expect({ code, said }).toMatchObject({ code: 3, said: expect.stringMatching(/auth/) });
    expectNoRegistration(workshop);
  });
}

// mcp-remote fills it in from its environment, so that the key is not in the list of processes.
const placeholder = ['Authorization:$', '{AUTH}'].join('');

for (const [mode, version] of [
  ['legacy', '2025-11-25'],
  ['auto', '2026-07-28'],
] as const) {
  const bridge = (home: ClientHome, url: string, key: string) => {
    const [command = '', ...args] = programs.mcpRemote();
    const transport = new StdioClientTransport({
      command,
      args: [...args, url, '--allow-http', '--transport', 'http-only', '--header', placeholder],
      env: { ...home.env, AUTH: `Bearer ${key}` },
      cwd: home.folder,
      stderr: 'pipe',
    });
    let said = '';
    transport.stderr?.on('data', (chunk) => {
      said += chunk;
    });
    return { transport, said: () => said };
  };

  test(`mcp-remote for a client in ${mode} mode: lists and calls the tools of both servers`, async ({
    home,
    key,
    workshop,
  }) => {
    const client = new Client({ name: 'aerostack-e2e', version: '1.0.0' }, { versionNegotiation: { mode } });
    await client.connect(bridge(home, workshop.url, key).transport);
    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    const names = (await client.listTools()).tools.map(({ name }) => name);
    for (const server of servers) {
      expect(names).toContain(`${server}__add`);
      expect(await client.callTool({ name: `${server}__add`, arguments: { a: 2, b: 40 } })).toMatchObject({
        structuredContent: { sum: 42 },
      });
    }
    await client.close();
  });

  test(`mcp-remote for a client in ${mode} mode: a revoked key ends in the gateway’s own words`, async ({
    home,
    revoked,
    workshop,
  }) => {
    const client = new Client({ name: 'aerostack-e2e', version: '1.0.0' }, { versionNegotiation: { mode } });
    const { transport, said } = bridge(home, workshop.url, revoked);
    await expect(client.connect(transport)).rejects.toThrow(/closed/i);
    await expect.poll(said).toMatch(/it may have been revoked or have expired: create a new one in the dashboard/);
    expect(said()).not.toMatch(/Please authorize|Opening browser/i);
  });
}
