import { expect, it } from 'vitest';
import { setStage } from '../access/test-stage';
import { testDatabases } from '../db/test-database';
import { createLog } from '../log';
import { createConnections } from './connections';
import { createServer } from './create-server';
import { startRefreshing } from './refresh-all';
import { json, legacyServer, loopbackGuard, result, startFixture } from './server-fixture';

it.each(testDatabases)(
  'stopping does not wait for a server that hangs, and says nothing about it on $provider',
  async ({ open }) => {
    const database = await open();
    const stage = setStage(database);
    stage.parts.connections = createConnections({ guard: loopbackGuard(), version: '1.0.0' });
    const owner = await stage.person('Owner');
    await stage.workspace('acme', [[owner, 'owner']]);
    let asked = () => {};
    let isHanging = false;
    const fixture = await startFixture(
      legacyServer(({ message }, response) => {
        if (isHanging) asked();
        else json(response, 200, result(message, { tools: [] }));
      }),
    );
    const server = await createServer(owner, 'acme', { name: 'Hangs', url: fixture.url });
    isHanging = true;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const refreshing = startRefreshing({ ...stage.parts, log: createLog('silent'), random: () => 0 });
    await isAsked;
    const startedMs = performance.now();
    await refreshing.stop();
    expect(performance.now() - startedMs).toBeLessThan(2_000);
    const after = await database.db.server.findUniqueOrThrow({ where: { id: server.id } });
    expect([after.status, after.lastError]).toEqual(['up', null]);
    await fixture.close();
    await stage.parts.connections.close();
    await database.drop();
  },
);
