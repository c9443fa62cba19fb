import { describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { runOnce } from './run-once';

const timing = { renewMs: 20, ttlMs: 400 };
const log = { info: () => undefined, warn: () => undefined };

function begin({ db }: Pick<TestDatabase, 'db'>, holder: string) {
  const seen: string[] = [];
  const start = () => {
    seen.push('started');
    return { stop: async () => void seen.push('stopped') };
  };
  return { seen, ...runOnce({ db, log, holder, timing }, 'work', start) };
}

const soon = { interval: 10, timeout: 5_000 };

describe.each(testDatabases)('background work on $provider', ({ open }) => {
  it('runs on one instance, and on another when that one ends', async () => {
    const database = await open();
    const one = begin(database, 'one');
    await expect.poll(() => one.seen, soon).toEqual(['started']);
    const two = begin(database, 'two');
    await one.stop();
    expect(one.seen).toEqual(['started', 'stopped']);
    await expect.poll(() => two.seen, soon).toEqual(['started']);
    await two.stop();
    await database.drop();
  });

  it('stops where another instance has taken it over', async () => {
    const database = await open();
    const one = begin(database, 'one');
    await expect.poll(() => one.seen, soon).toEqual(['started']);
    const expiresAt = new Date(Date.now() + 60_000);
    await database.db.lease.update({ where: { name: 'work' }, data: { holder: 'two', expiresAt } });
    await expect.poll(() => one.seen, soon).toEqual(['started', 'stopped']);
    await one.stop();
    await database.drop();
  });

  it('stops before another instance can begin it when the database is away for longer than a lease', async () => {
    const database = await open();
    let isAway = false;
    const lease = new Proxy(database.db.lease, {
      get(target, name) {
        if (isAway) throw new Error('the database is away');
        return Reflect.get(target, name);
      },
    });
    const one = begin(
      { db: new Proxy(database.db, { get: (db, name) => (name === 'lease' ? lease : Reflect.get(db, name)) }) },
      'one',
    );
    await expect.poll(() => one.seen, soon).toEqual(['started']);
    isAway = true;
    await expect.poll(() => one.seen, soon).toEqual(['started', 'stopped']);
    isAway = false;
    await expect.poll(() => one.seen, soon).toEqual(['started', 'stopped', 'started']);
    await one.stop();
    await database.drop();
  });
});
