import { bridgeTo, initialize, note, request, startBridge } from './bridge';
import { clientKinds, type Progress, spawnClient } from './clients';
import { startConfirming } from './fixtures/confirming-server';
import { startConnectProxy } from './fixtures/connect-proxy';
import { gate } from './fixtures/gate';
import { expect, test } from './test';
import { modernRequest } from './wire';
import { serverSlugs } from './world';

const fixtureSlugs = serverSlugs.filter((slug) => slug !== 'everything');

for (const { kind, version } of clientKinds) {
  test.describe(`${kind} over stdio`, () => {
    test('lists all servers, and calls each with its progress as it happens', async ({ token }) => {
      const client = await spawnClient(kind, bridgeTo(token));
      expect([client.version, client.serverName]).toEqual([version, 'aerostack-mcp-gateway']);
      const names = (await client.listTools()).map(({ name }) => name);
      for (const slug of serverSlugs) expect(names).toContain(`${slug}__echo`);
      for (const slug of fixtureSlugs) {
        const added = await client.callTool(`${slug}__add`, { a: 40, b: 2 });
        expect([slug, added.structuredContent]).toEqual([slug, { sum: 42 }]);
      }
      const name = `${kind} progress`;
      const steps: Progress[] = [];
      const args = { gate: name, steps: 2 };
      const call = client.callTool('v2-modern__slow', args, (step) => {
        steps.push(step);
        // The server stands still until what it said has arrived here.
        gate(`${name}:${step.progress}`).open();
      });
      expect((await call).content).toEqual([{ type: 'text', text: 'done after 2 steps' }]);
      expect(steps.map(({ progress, total }) => [progress, total])).toEqual([
        [1, 2],
        [2, 2],
      ]);
      await client.close();
    });

    test('cancels a call, which then runs nowhere any more', async ({ token, product }) => {
      const underWay = async () => {
        const metrics = await (await fetch(`${product.origin}/metrics`)).text();
        return Number(/^aerostack_calls_under_way (\d+)$/m.exec(metrics)?.[1]);
      };
      const client = await spawnClient(kind, bridgeTo(token));
      const control = new AbortController();
      const name = `${kind} cancelled`;
      const onprogress = () => control.abort('enough');
      const call = client.callTool('v2-modern__slow', { gate: name, steps: 1 }, onprogress, control.signal);
      await expect(call).rejects.toThrow();
      await expect.poll(underWay).toBe(0);
      expect((await client.callTool('v2__add', { a: 1, b: 1 })).structuredContent).toEqual({ sum: 2 });
      gate(`${name}:1`).open();
      await client.close();
    });

    test('makes 100 calls at once, and each gets its own answer', async ({ token }) => {
      const client = await spawnClient(kind, bridgeTo(token));
      const texts = Array.from({ length: 100 }, (_, i) => `call ${i}`);
      const answers = await Promise.all(texts.map((text) => client.callTool('v1-json__echo', { text })));
      expect(answers.map(({ content }) => content[0]?.text)).toEqual(texts);
      await client.close();
    });

    test('is told of a revoked token in words, again and again, and stays up', async ({ token, rest, world }) => {
      const client = await spawnClient(kind, bridgeTo(token));
      await rest.revokeToken(world.slug, token.id);
      for (let time = 0; time < 2; time += 1)
        await expect(client.callTool('v2__add', { a: 1, b: 1 })).rejects.toThrow(/Token revoked .*AEROSTACK_MCP_TOKEN/);
      await client.close();
    });
  });
}

test('a server may ask the client in the middle of a call, and gets its answer', async ({ rest }) => {
  const server = await startConfirming();
  const { slug } = await rest.createWorkspace('Bridge asks');
  await rest.addServer(slug, { name: 'Old', slug: 'old', url: server.url });
  const bridge = startBridge(await rest.createToken(slug));
  bridge.write(initialize({ elicitation: {} }));
  await bridge.answerTo('init');
  bridge.write(note('notifications/initialized'));
  bridge.write(request(1, 'tools/call', { name: 'old__confirm', arguments: {} }));
  const asked = await bridge.hear(({ method }) => method === 'elicitation/create');
  expect(asked.params?.message).toContain('Really?');
  bridge.write({ jsonrpc: '2.0', id: asked.id, result: { action: 'accept', content: { ok: true } } });
  const { result } = await bridge.answerTo(1);
  expect(result?.content).toEqual([{ type: 'text', text: 'accept {"ok":true}' }]);
  bridge.end();
  expect(await bridge.exited).toBe(0);
  await server.close();
});

test('changes of the lists are heard in both eras', async ({ rest }) => {
  const { slug } = await rest.createWorkspace('Bridge hears');
  const { id } = await rest.addServer(slug, { name: 'Demo', slug: 'demo', url: 'aerostack:demo' });
  const token = await rest.createToken(slug);
  const [old, modern] = [startBridge(token), startBridge(token)];
  old.write(initialize({ roots: {} }));
  old.write(note('notifications/initialized'));
  const { body } = modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } }, { id: 'l:0' });
  modern.write(body);
  await modern.hear(({ method }) => method === 'notifications/subscriptions/acknowledged');
  await expect.poll(() => old.errors()).toMatch(/initialized → HTTP 202/);
  await rest.send('PATCH', `/workspaces/${slug}/servers/${id}`, { enabled: false });
  for (const bridge of [old, modern]) {
    await bridge.hear(({ method }) => method === 'notifications/tools/list_changed');
    bridge.end();
    expect(await bridge.exited).toBe(0);
  }
});

test('an argument that has to travel as a header does so, although no client on stdio knows of headers', async ({
  token,
}) => {
  const bridge = startBridge(token);
  const call = { name: 'v2-modern__in_region', arguments: { region: 'Österreich' } };
  bridge.write(modernRequest('tools/call', call, { id: 7 }).body);
  expect((await bridge.answerTo(7)).result?.content).toEqual([{ type: 'text', text: 'in Österreich' }]);
  bridge.write(modernRequest('tools/call', call, { id: 8 }).body);
  await bridge.answerTo(8);
  expect(bridge.errors().match(/tools\/call → HTTP 400/g)).toHaveLength(1);
  bridge.kill('SIGTERM');
  expect(await bridge.exited).toBe(0);
});

test('what the client wrote goes on byte for byte, and what it asked before it hung up is answered', async ({
  token,
}) => {
  const bridge = startBridge(token);
  bridge.write('{"jsonrpc":"2.0","id":12345678901234567890,"method":"ping"}\r');
  bridge.write('');
  bridge.write('{"method":"ping","id":"a\\u0062","jsonrpc":"2.0"}');
  bridge.write('not json');
  bridge.end();
  expect(await bridge.exited).toBe(0);
  expect([...bridge.lines].sort()).toEqual([
    '{"jsonrpc":"2.0","id":"a\\u0062","result":{}}',
    '{"jsonrpc":"2.0","id":12345678901234567890,"result":{}}',
    expect.stringContaining('-32700'),
  ]);
});

test('what is larger than the gateway takes is refused by name, and the next message passes', async ({ token }) => {
  const bridge = startBridge(token);
  bridge.write(request(1, 'tools/call', { name: 'v2__echo', arguments: { text: 'x'.repeat(4 * 1024 * 1024) } }));
  expect((await bridge.answerTo(1)).error?.message).toContain('4194304 bytes');
  bridge.write(request(2, 'ping'));
  expect((await bridge.answerTo(2)).result).toEqual({});
  bridge.end();
  await bridge.exited;
});

test('over the rate the client hears when to come again', async ({ rest, world }) => {
  const token = await rest.createToken(world.slug, { rate_limit: 1 });
  const bridge = startBridge(token);
  bridge.write(request(1, 'ping'));
  await bridge.answerTo(1);
  bridge.write(request(2, 'ping'));
  const { error } = await bridge.answerTo(2);
  expect([error?.code, error?.message]).toEqual([
    -32000,
    expect.stringMatching(/^Rate limit exceeded\. Try again in \d+ s\.$/),
  ]);
  expect(error?.data?.retryAfterSeconds).toEqual(expect.any(Number));
  bridge.end();
  await bridge.exited;
});

test('a proxy that the environment names is gone through', async ({ product }) => {
  const proxy = await startConnectProxy(Number(new URL(product.origin).port));
  const token = { url: 'http://mcp.example.test/ws/any', raw: `mwt_${'0'.repeat(48)}` };
  const bridge = startBridge(token, { HTTP_PROXY: proxy.url });
  bridge.write(request(1, 'ping'));
  // The gateway’s own words: it does not go by that name.
  expect((await bridge.answerTo(1)).error?.message).toContain('names a host');
  expect(proxy.asked).toEqual([{ target: 'mcp.example.test:80', authorization: expect.stringMatching(/^Basic /) }]);
  bridge.end();
  expect(await bridge.exited).toBe(0);
  expect(bridge.errors()).not.toContain('proxy-password');
  proxy.close();
});
