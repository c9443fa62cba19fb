import { Agent } from 'node:http';
import { expect, it } from 'vitest';
import type { GatewayResponse } from '../gateway/handle-request';
import { closeServer } from './listen';
import { deferred, ok, openFrontDoor, send } from './test-front-door';

it('a request under way is answered, a new connection is not taken', async () => {
  const arrived = deferred<void>();
  const release = deferred<void>();
  const { port, server, source } = await openFrontDoor(async () => {
    arrived.resolve();
    await release.promise;
    return ok();
  });
  const agent = new Agent({ keepAlive: true });
  const underWay = send(port, '/ws/a', { method: 'POST', agent });
  await arrived.promise;
  source.state = 'draining';
  const closed = closeServer(server, 10_000, () => {});
  await expect(send(port, '/ws/a')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  release.resolve();
  expect((await underWay).status).toBe(200);
  expect(await closed).toBe(true);
  agent.destroy();
});

it('a request that does not end is ended after the bound, and its client is told', async () => {
  const arrived = deferred<void>();
  const ended = deferred<GatewayResponse>();
  const { port, server } = await openFrontDoor(() => {
    arrived.resolve();
    return ended.promise;
  });
  const underWay = send(port, '/ws/a', { method: 'POST' });
  await arrived.promise;
  expect(await closeServer(server, 50, () => ended.resolve({ ...ok(), status: 503 }))).toBe(false);
  expect((await underWay).status).toBe(503);
});

it('a client that answers nothing cannot keep the process alive', async () => {
  const arrived = deferred<void>();
  const { port, server } = await openFrontDoor(() => {
    arrived.resolve();
    return new Promise(() => {});
  });
  const underWay = send(port, '/ws/a', { method: 'POST' });
  await arrived.promise;
  const [closed] = await Promise.all([
    closeServer(server, 50, () => {}),
    expect(underWay).rejects.toMatchObject({ code: 'ECONNRESET' }),
  ]);
  expect(closed).toBe(false);
});
