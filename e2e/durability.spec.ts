import { gate } from './fixtures/gate';
import { seenCalls } from './fixtures/http-host';
import { startV2 } from './fixtures/v2-server';
import { emptyLedger, reckon, writeUntilKilled } from './ledger';
import { type Product, removeInstallation, startProduct } from './product';
import { type CreatedToken, type Rest, restClient, setUp } from './rest';
import { expect, expectNoCredentials, test } from './test';
import { bearer, legacyRequest, rpcOf, send, textOf } from './wire';

test('kill -9 while tokens are created and revoked loses nothing that was acknowledged', async () => {
  test.setTimeout(120_000);
  let product = await startProduct();
  const { port } = new URL(product.origin);
  const { apiKey } = await setUp(product.origin);
  const rest = restClient(product.origin, apiKey);
  const { slug } = await rest.createWorkspace('Durable');
  const ledger = emptyLedger();
  for (const round of [1, 2, 3]) {
    const goal = ledger.revoked.size + 8 * round;
    const writers = [1, 2, 3, 4].map(() => writeUntilKilled(rest, slug, ledger));
    await expect.poll(() => ledger.revoked.size, { timeout: 20_000, intervals: [5] }).toBeGreaterThanOrEqual(goal);
    product.signal('SIGKILL');
    expect(await product.exited).toBe('SIGKILL');
    await Promise.all(writers);
    expectNoCredentials(product.output());
    product = await startProduct({ dataDir: product.dataDir, port: Number(port) });
    await reckon(ledger, product.origin);
  }
  const listed = await rest.send('GET', `/workspaces/${slug}/tokens?limit=100`);
  const shown = new Map((listed.body.tokens as { id: string; status: string }[]).map(({ id, status }) => [id, status]));
  for (const [id, status] of shown) {
    if (!ledger.unsure.has(id)) expect([id, status]).toEqual([id, ledger.revoked.has(id) ? 'revoked' : 'active']);
  }
  await product.stop();
  await removeInstallation(product);
});

test.describe('SIGTERM', () => {
  let product: Product;
  let rest: Rest;
  let token: CreatedToken;
  let server: Awaited<ReturnType<typeof startV2>>;
  test.beforeEach(async () => {
    [product, server] = await Promise.all([startProduct(), startV2('dual')]);
    rest = await setUp(product.origin);
    const { slug } = await rest.createWorkspace('Drain');
    await rest.addServer(slug, { name: 'Slow', slug: 'slow', url: server.url });
    token = await rest.createToken(slug, { name: 'drained' });
  });
  test.afterEach(async () => {
    await product.stop();
    await server.close();
    expectNoCredentials(product.output());
    await removeInstallation(product);
  });

  const call = (name: string, args: Record<string, unknown>) =>
    send(
      token.url,
      legacyRequest('tools/call', { name, arguments: args, _meta: { progressToken: 0 } }, bearer(token.raw)),
    );

  test('lets a call in flight finish, takes no new connection, and exits with 0', async () => {
    const pending = call('slow__slow', { gate: 'drain', steps: 1 });
    await expect.poll(() => seenCalls(server).length).toBe(1);
    product.signal('SIGTERM');
    await expect
      .poll(() =>
        fetch(`${product.origin}/livez`).then(
          () => 'answered',
          (error) => error.cause?.code,
        ),
      )
      .toBe('ECONNREFUSED');
    gate('drain:1').open();
    const answer = await pending;
    expect([answer.status, textOf(answer)]).toEqual([200, 'done after 1 steps']);
    expect(await product.exited).toBe(0);
  });

  test('writes down what was used in the last second before it ends', async () => {
    const before = Date.now();
    expect(rpcOf(await call('slow__echo', { text: 'last words' })).result?.content).toEqual([
      { type: 'text', text: 'last words' },
    ]);
    product.signal('SIGTERM');
    expect(await product.exited).toBe(0);
    const again = await startProduct({ dataDir: product.dataDir });
    const { body } = await restClient(again.origin, rest.apiKey).send('GET', `/workspaces/drain/tokens/${token.id}`);
    await again.stop();
    expect(Date.parse(String(body.last_used_at))).toBeGreaterThanOrEqual(before - 1000);
    expect(body.last_used_at).not.toBeNull();
  });
});
