import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../errors';
import { inTransaction } from './in-transaction';
import { openSqliteConnection } from './sqlite-connection';
import { type TestDatabase, testDatabases } from './test-database';

describe.each(testDatabases)('a transaction on $provider', ({ open, provider }) => {
  let database: TestDatabase;
  const store = (key: string) => ({ data: { key, value: '0' } });
  const readValue = async (key: string) => (await database.db.setting.findUnique({ where: { key } }))?.value;

  beforeEach(async () => {
    database = await open();
  });
  afterEach(() => database.drop());

  it('is committed as a whole, and gives back what the work gave', async () => {
    const result = await inTransaction(database, async (tx) => {
      await tx.setting.create(store('a'));
      await tx.setting.create(store('b'));
      return 'done';
    });
    expect(result).toBe('done');
    expect(await database.db.setting.count()).toBe(2);
  });

  it('leaves nothing behind when the work refuses, and passes the refusal on as it is', async () => {
    const refusal = new AppError('conflict', 'Taken.');
    const work = inTransaction(database, async (tx) => {
      await tx.setting.create(store('a'));
      throw refusal;
    });
    await expect(work).rejects.toBe(refusal);
    expect(await database.db.setting.count()).toBe(0);
  });

  it('leaves nothing behind when the database refuses a row', async () => {
    await database.db.setting.create(store('b'));
    const work = inTransaction(database, async (tx) => {
      await tx.setting.create(store('a'));
      await tx.setting.create(store('b'));
    });
    await expect(work).rejects.toMatchObject({ code: 'P2002' });
    expect(await readValue('a')).toBeUndefined();
  });

  it('two that want the same rows in opposite order both succeed', async () => {
    for (const key of ['a', 'b']) await database.db.setting.create(store(key));
    const mark = (first: string, second: string, value: string) => {
      let attempts = 0;
      return inTransaction(database, async (tx) => {
        attempts += 1;
        await tx.setting.update({ where: { key: first }, data: { value } });
        if (attempts === 1) await new Promise((resolve) => setTimeout(resolve, 100));
        await tx.setting.update({ where: { key: second }, data: { value } });
      });
    };
    await Promise.all([mark('a', 'b', '1'), mark('b', 'a', '2')]);
    expect(await readValue('a')).toBe(await readValue('b'));
  });

  it('many at once lose no change', async () => {
    await database.db.workspace.create({
      data: { id: 'w', slug: 's', name: 'n', revision: 0, createdAt: new Date(), updatedAt: new Date() },
    });
    const raise = () =>
      inTransaction(database, async (tx) => {
        await tx.workspace.findUnique({ where: { id: 'w' } });
        await tx.workspace.update({ where: { id: 'w' }, data: { revision: { increment: 1 } } });
      });
    await Promise.all(Array.from({ length: 30 }, raise));
    expect((await database.db.workspace.findUnique({ where: { id: 'w' } }))?.revision).toBe(30);
  });

  describe.runIf(provider === 'sqlite')('beside another process', () => {
    const holdLock = () => {
      const file = database.target.provider === 'sqlite' ? database.target.file : '';
      const other = openSqliteConnection(file, { access: 'write', busyMs: 0 });
      other.exec('BEGIN IMMEDIATE');
      return other;
    };

    it('that changed what the work has read, nothing fails half-way: the lock is taken first', async () => {
      await database.db.setting.create(store('a'));
      const other = holdLock();
      const work = inTransaction(database, async (tx) => {
        const before = await tx.setting.findUniqueOrThrow({ where: { key: 'a' } });
        await tx.setting.update({ where: { key: 'a' }, data: { value: `${before.value}+1` } });
      });
      await new Promise(setImmediate);
      other.exec("UPDATE settings SET value = '5' WHERE key = 'a'");
      other.exec('COMMIT');
      await work;
      expect(await readValue('a')).toBe('5+1');
      other.close();
    });

    it('that keeps the lock for too long, the answer is "unavailable"', async () => {
      const other = holdLock();
      const work = inTransaction(database, (tx) => tx.setting.create(store('a')));
      await expect(work).rejects.toMatchObject({ name: 'AppError', code: 'unavailable' });
      other.exec('ROLLBACK');
      other.close();
      await inTransaction(database, (tx) => tx.setting.create(store('a')));
    });
  });
});
