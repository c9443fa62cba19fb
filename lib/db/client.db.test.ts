import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './client';
import { inTransaction } from './in-transaction';
import { migrate } from './migrate';
import { ping } from './ping';
import { testDatabases } from './test-database';

describe.each(testDatabases)('the client on $provider', ({ open }) => {
  it('answers a ping, and a broken database does not', async () => {
    const { db, drop } = await open();
    await ping(db);
    await db.$executeRawUnsafe('DROP TABLE settings');
    await expect(ping(db)).rejects.toThrow();
    await drop();
  });

  it('keeps every kind of value as it was given', async () => {
    const { db, drop } = await open();
    const at = new Date('2026-01-02T03:04:05.678Z');
    const times = { createdAt: at, updatedAt: at };
    const server = {
      slug: 's',
      name: '🔑 ä',
      url: 'u',
      prefix: '',
      position: 2147483647,
      timeoutMs: -1,
      authType: 'none',
    };
    await db.workspace.create({ data: { id: 'w', slug: 'w', name: 'w', ...times } });
    await db.server.create({
      data: { id: 's', workspaceId: 'w', enabled: false, refreshedAt: at, ...server, ...times },
    });
    expect(await db.server.findUnique({ where: { id: 's' } })).toMatchObject({
      ...server,
      ...times,
      enabled: false,
      refreshedAt: at,
      lastError: null,
      toolCount: 0,
    });
    expect(await db.server.count({ where: { enabled: false, createdAt: { lte: at } } })).toBe(1);
    await drop();
  });

  it('refuses a row whose parent does not exist, also after transactions', async () => {
    const { db, drop } = await open();
    await inTransaction({ db }, (tx) => tx.setting.create({ data: { key: 'k', value: 'v' } }));
    const orphan = { id: 'k', userId: 'nobody', name: 'n', hint: 'h', hash: 'x', createdAt: new Date() };
    await expect(db.apiKey.create({ data: orphan })).rejects.toMatchObject({ code: 'P2003' });
    await drop();
  });
});

describe('the SQLite file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'aerostack_test_'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('and its folder are made for this user only', async () => {
    const file = join(folder, 'data', 'aerostack.db');
    await migrate({ provider: 'sqlite', file });
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('holds everything by itself once it is closed', async () => {
    const file = join(folder, 'a.db');
    await migrate({ provider: 'sqlite', file });
    const first = await openDatabase({ provider: 'sqlite', file });
    await first.db.setting.create({ data: { key: 'k', value: 'v' } });
    await first.close();
    copyFileSync(file, join(folder, 'copy.db'));
    const copy = await openDatabase({ provider: 'sqlite', file: join(folder, 'copy.db') });
    expect(await copy.db.setting.count()).toBe(1);
    await copy.close();
  });

  it('syncs every commit to the disk, also after transactions', async () => {
    const file = join(folder, 'a.db');
    await migrate({ provider: 'sqlite', file });
    const { db, close } = await openDatabase({ provider: 'sqlite', file });
    await inTransaction({ db }, (tx) => tx.setting.create({ data: { key: 'k', value: 'v' } }));
    const full = 2;
    expect(await db.$queryRaw`PRAGMA synchronous`).toEqual([{ synchronous: full }]);
    expect(await db.$queryRaw`PRAGMA journal_mode`).toEqual([{ journal_mode: 'wal' }]);
    await close();
  });
});
