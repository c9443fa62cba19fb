import { afterEach, expect, test } from 'vitest';
import { createConnections } from './connections';
import { type Fixture, json, loopbackGuard, modernServer, result, startFixture, targetOf } from './server-fixture';
import { sessionServer } from './session-fixture';

const rounds = 200;
const open: Fixture[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((fixture) => fixture.close()));
});

/** Timers, sockets and whatever else keeps this process busy, the fixtures' own among them. */
function resources(): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** One life of the product's connections: everything that can stand open did, when it closes. */
async function live(legacyUrl: string, modernUrl: string): Promise<void> {
  const connections = createConnections({ guard: loopbackGuard(), version: '1.0.0' });
  const legacy = targetOf(legacyUrl, { id: 'legacy' });
  const modern = targetOf(modernUrl, { id: 'modern' });
  const gone = targetOf('http://127.0.0.1:1/mcp', { id: 'gone' });
  const listenings = [legacy, modern, gone].map((target) => connections.get(target).listen(() => {}));
  const lease = await connections.lease(legacy, { roots: {} }, 'owner');
  (await connections.lease(legacy, { sampling: {} }, 'owner'))?.release();
  for (const target of [legacy, modern]) {
    const reply = await connections.get(target).post('{"jsonrpc":"2.0","id":1,"method":"x"}', { method: 'x', id: 1 });
    await reply.text(1_000);
  }
  const aborter = new AbortController();
  const hanging = connections.get(modern).post('{"jsonrpc":"2.0","id":2,"method":"hang"}', {
    method: 'hang',
    id: 2,
    signal: aborter.signal,
  });
  setImmediate(() => aborter.abort());
  await hanging.catch(() => {});
  listenings[0]?.close();
  lease?.release({ broken: true });
  await connections.close();
}

test('two hundred lives leave no timer, no socket and no stream', { timeout: 60_000 }, async () => {
  const session = sessionServer(({ message }, response) => json(response, 200, result(message, {})));
  const legacy = await startFixture(session.respond);
  const modern = await startFixture(
    modernServer(({ message }, response) => {
      if (message.method === 'x') json(response, 200, result(message, {}));
    }),
  );
  open.push(legacy, modern);
  await live(legacy.url, modern.url);
  await expect.poll(() => resources().TCPSocketWrap ?? 0, { timeout: 10_000 }).toBeLessThanOrEqual(0);
  const before = resources();
  for (let round = 0; round < rounds; round += 1) await live(legacy.url, modern.url);
  const isBack = () => Object.entries(resources()).filter(([kind, count]) => count > (before[kind] ?? 0) + 1);
  await expect.poll(isBack, { timeout: 10_000 }).toEqual([]);
  expect(session.streams.size).toBe(0);
  expect(session.ended.length).toBe(session.declared.size);
});
