import { initialize, note, type RawBridge, request, startBridge } from './bridge';
import { gate } from './fixtures/gate';
import { seenCalls } from './fixtures/http-host';
import { startV2 } from './fixtures/v2-server';
import { type Product, removeInstallation, startProduct } from './product';
import { restClient, setUp } from './rest';
import { expect, expectNoCredentials, test } from './test';
import { modernRequest } from './wire';

type Call = (id: string, name: string, args: object, progressToken?: string) => object;
const legacyCall: Call = (id, name, args, progressToken) =>
  request(id, 'tools/call', { name, arguments: args, ...(progressToken && { _meta: { progressToken } }) });
const modernCall: Call = (id, name, args, progressToken) =>
  modernRequest('tools/call', { name, arguments: args }, { id, meta: { progressToken } }).body;

const begin: Record<string, (bridge: RawBridge) => Promise<unknown>> = {
  'of the 2025 era': async (bridge) => {
    bridge.write(initialize({ roots: {} }));
    bridge.write(note('notifications/initialized'));
    return bridge.answerTo('init');
  },
  'of 2026-07-28': async (bridge) => {
    const wish = { notifications: { toolsListChanged: true } };
    bridge.write(modernRequest('subscriptions/listen', wish, { id: 'listen:0' }).body);
    return bridge.hear(({ method }) => method === 'notifications/subscriptions/acknowledged');
  },
};

test('clients live through a restart of the gateway: what surely did not run is done, what may have run is said', async () => {
  let [product, server] = await Promise.all([startProduct(), startV2('dual')]);
  const { apiKey } = await setUp(product.origin);
  const rest = restClient(product.origin, apiKey);
  const { slug } = await rest.createWorkspace('Restarted');
  const { id } = await rest.addServer(slug, { name: 'Two', slug: 'two', url: server.url });
  const token = await rest.createToken(slug);
  const clients = Object.entries(begin).map(([era, open]) => ({
    era,
    open,
    bridge: startBridge(token),
    call: era.includes('2026') ? modernCall : legacyCall,
  }));
  for (const { era, open, bridge, call } of clients) {
    await open(bridge);
    bridge.write(call('under way', 'two__slow', { gate: era, steps: 1 }, 'p'));
    await bridge.hear(({ method }) => method === 'notifications/progress');
  }
  const lists = (bridge: RawBridge) => bridge.lines.filter((line) => line.includes('tools/list_changed')).length;
  const toldBefore = clients.map(({ bridge }) => lists(bridge));

  product.signal('SIGKILL');
  await product.exited;
  for (const { bridge, call } of clients) bridge.write(call('meanwhile', 'two__add', { a: 40, b: 2 }));
  product = await startAgain(product);
  for (const [index, { era, bridge }] of clients.entries()) {
    expect((await bridge.answerTo('meanwhile')).result?.structuredContent).toEqual({ sum: 42 });
    const { error } = await bridge.answerTo('under way');
    expect([era, error?.data]).toEqual([era, { reason: 'interrupted', mayHaveRun: true }]);
    await expect.poll(() => lists(bridge)).toBeGreaterThan(toldBefore[index] ?? 0);
    expect(bridge.lines.filter((line) => line.includes('subscriptions/acknowledged'))).toHaveLength(index);
  }
  expect(seenCalls(server).map(({ message }) => message?.params?.name)).toEqual(['slow', 'slow', 'add', 'add']);

  const told = clients.map(({ bridge }) => lists(bridge));
  await rest.send('PATCH', `/workspaces/${slug}/servers/${id}`, { enabled: false });
  for (const [index, { era, bridge }] of clients.entries()) {
    await expect.poll(() => lists(bridge), { message: bridge.errors() }).toBeGreaterThan(told[index] ?? 0);
    gate(`${era}:1`).open();
    bridge.end();
    expect(await bridge.exited).toBe(0);
  }
  await product.stop();
  await server.close();
  await removeInstallation(product);
});

test('a gateway that stays away is answered for, and a client that leaves meanwhile is not waited for', async () => {
  const bridge = startBridge({ url: 'http://127.0.0.1:9/ws/nowhere', raw: `mwt_${'0'.repeat(48)}` });
  bridge.write(request(1, 'tools/list'));
  await expect.poll(() => bridge.errors(), { timeout: 20_000 }).toContain('Bridge to');
  bridge.kill('SIGTERM');
  expect(await bridge.exited).toBe(0);
  const { error } = await bridge.answerTo(1);
  expect(error?.message).toMatch(/Nothing answers at http:\/\/127\.0\.0\.1:9\./);
});

async function startAgain(gone: Product): Promise<Product> {
  expectNoCredentials(gone.output());
  return startProduct({ dataDir: gone.dataDir, port: Number(new URL(gone.origin).port) });
}
