import { Agent } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { startBalancer } from './cluster/balancer';
import { startCluster } from './cluster/installation';
import { isFull } from './cluster/scale';
import { whyNoPostgres } from './fixtures/postgres';
import type { Rest } from './rest';
import { expect, test } from './test';
import { bearer, legacyRequest, send, textOf } from './wire';

test.describe.configure({ timeout: isFull ? 300_000 : 120_000 });

test('one instance after the other is ended and begun anew behind a balancer: not one call is lost or fails', async () => {
  const absence = await whyNoPostgres();
  test.skip(absence !== null, absence ?? '');
  const balancer = await startBalancer();
  const env = { AEROSTACK_TOKEN_RATE: '1000000' };
  const cluster = await startCluster({ size: isFull ? 4 : 2, env, balancer });
  const [rest] = cluster.rests as [Rest];
  const { raw } = await rest.createToken(cluster.slug);
  const agent = new Agent({ keepAlive: true });
  let isOver = false;
  let answered = 0;
  const failed: string[] = [];
  const call = async (_: unknown, connection: number) => {
    for (let round = 0; !isOver; round += 1) {
      const text = `${connection} ${round}`;
      const request = legacyRequest('tools/call', { name: 'demo__echo', arguments: { text } }, bearer(raw));
      const said = await send(`${balancer.origin}/ws/${cluster.slug}`, { ...request, agent }).then(
        (answer) => (answer.status === 200 ? textOf(answer) : `${answer.status} ${answer.text}`),
        (error: Error) => error.message,
      );
      if (said === text) answered += 1;
      else failed.push(said);
      await pause(10);
    }
  };
  const callers = Array.from({ length: 16 }, call);
  const startedAt = performance.now();
  for (const [instance, product] of [...cluster.products].entries()) {
    const before = answered;
    product.signal('SIGTERM');
    expect(await product.exited).toBe(0);
    await cluster.startAgain(instance);
    // The others have worked meanwhile, and this one is given work again before the next one ends.
    await expect.poll(() => answered - before, { timeout: 20_000 }).toBeGreaterThan(50);
    await pause(500);
  }
  isOver = true;
  await Promise.all(callers);
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  console.log(
    `${cluster.products.length} instances begun anew in ${seconds} s: ${answered} calls answered, ${failed.length} failed`,
  );
  agent.destroy();
  await balancer.close();
  await cluster.close();
  expect(failed.slice(0, 5)).toEqual([]);
});
