import { describe, expect, it } from 'vitest';
import { setStage } from '../access/test-stage';
import { testDatabases } from '../db/test-database';
import { createServer } from './create-server';
import { refreshStale } from './refresh-stale';

describe.each(testDatabases)('catalogues that nothing keeps fresh in the background, on $provider', ({ open }) => {
  it('are read again after a minute, once for however many ask, and no more often than that', async () => {
    const database = await open();
    const stage = setStage(database);
    const owner = await stage.person('Owner');
    await stage.workspace('acme', [[owner, 'owner']]);
    const { id } = await createServer(owner, 'acme', { name: 'Demo', url: 'aerostack:demo' });
    const deps = { ...stage.parts, log: { error: () => undefined } };
    const readAt = async () =>
      (await database.db.server.findUniqueOrThrow({ where: { id } })).refreshedAt?.getTime() ?? 0;
    const refresh = (secondsLater: number, holder: string) =>
      refreshStale(deps, { slug: 'acme', holder }, new Date(Date.now() + secondsLater * 1000));

    const first = await readAt();
    await refresh(50, 'a');
    expect(await readAt()).toBe(first);
    await Promise.all([refresh(61, 'a'), refresh(61, 'b'), refresh(61, 'c')]);
    const second = await readAt();
    expect(second).toBeGreaterThan(first);
    expect(await database.db.lease.count()).toBe(1);
    await refresh(85, 'd');
    expect(await readAt()).toBe(second);
    await refresh(125, 'd');
    expect(await readAt()).toBeGreaterThan(second);
    await database.drop();
  });
});
