import { describe, expect, it } from 'vitest';
import { testDatabases } from '../db/test-database';
import { joinInstances } from './registry';

const log = { warn: () => undefined };

describe.each(testDatabases.filter(({ provider }) => provider === 'postgres'))('instances on $provider', ({ open }) => {
  it('find each other, one that has just started at once, and none that has ended', async () => {
    const { db, drop } = await open();
    const one = await joinInstances({ db, log }, { id: 'one', url: 'http://10.0.0.1:3000' });
    const two = await joinInstances({ db, log }, { id: 'two', url: 'http://10.0.0.2:3000' });
    expect(two.peers).toEqual([{ id: 'one', url: 'http://10.0.0.1:3000' }]);
    await expect
      .poll(() => one.find('two'), { interval: 50, timeout: 3_000 })
      .toEqual({
        id: 'two',
        url: 'http://10.0.0.2:3000',
      });
    expect(await one.find('one')).toBeNull();
    expect(await one.find('three')).toBeNull();
    await two.stop();
    await expect.poll(() => one.peers, { interval: 50, timeout: 5_000 }).toEqual([]);
    await one.stop();
    expect(await db.instance.count()).toBe(0);
    await drop();
  });

  it('forget one that has not been seen for ten seconds by the clock of the database', async () => {
    const { db, drop } = await open();
    const long = { startedAt: new Date(0), url: 'http://10.0.0.9:3000' };
    await db.instance.create({ data: { ...long, id: 'killed', seenAt: new Date(Date.now() - 11_000) } });
    await db.instance.create({ data: { ...long, id: 'busy', seenAt: new Date(Date.now() - 8_000) } });
    await db.instance.create({ data: { ...long, id: 'ancient', seenAt: new Date(Date.now() - 61_000) } });
    const one = await joinInstances({ db, log }, { id: 'one', url: 'http://10.0.0.1:3000' });
    expect(one.peers.map(({ id }) => id)).toEqual(['busy']);
    expect((await db.instance.findMany({ orderBy: { id: 'asc' } })).map(({ id }) => id)).toEqual([
      'busy',
      'killed',
      'one',
    ]);
    await one.stop();
    await drop();
  });
});
