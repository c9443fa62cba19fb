import { describe, expect, it } from 'vitest';
import { testDatabases } from '../db/test-database';
import { dropLease, holdLease } from './hold-lease';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 27) + seconds * 1000);
const lease = (holder: string) => ({ name: 'work', holder, ttlMs: 15_000 });

describe.each(testDatabases)('a lease on $provider', ({ open }) => {
  it('belongs to one instance until it lets it end, and then to the next that asks', async () => {
    const { db, drop } = await open();
    expect(await holdLease(db, lease('a'), at(0))).toBe(true);
    expect(await holdLease(db, lease('b'), at(14))).toBe(false);
    expect(await holdLease(db, lease('a'), at(14))).toBe(true);
    expect(await holdLease(db, lease('b'), at(28))).toBe(false);
    expect(await holdLease(db, lease('b'), at(29))).toBe(true);
    expect(await holdLease(db, lease('a'), at(30))).toBe(false);
    await drop();
  });

  it('goes to one of many that ask at the same moment', async () => {
    const { db, drop } = await open();
    const names = ['a', 'b', 'c', 'd'];
    const taken = await Promise.all(names.map((name) => holdLease(db, lease(name), at(0))));
    expect(taken.filter(Boolean)).toHaveLength(1);
    await drop();
  });

  it('that was given back is free, and can only be given back by its holder', async () => {
    const { db, drop } = await open();
    await holdLease(db, lease('a'), at(0));
    await dropLease(db, lease('b'));
    expect(await holdLease(db, lease('b'), at(1))).toBe(false);
    await dropLease(db, lease('a'));
    expect(await holdLease(db, lease('b'), at(1))).toBe(true);
    await drop();
  });
});
