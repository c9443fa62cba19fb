import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from './client';
import { diffModels } from './diff-models';
import { migrate } from './migrate';
import { readMigrations } from './migration-folder';
import { openMigrationSession } from './migration-session';
import { type TestDatabase, testDatabases } from './test-database';

describe.each(testDatabases)('migrations on $provider', ({ open, provider }) => {
  let database: TestDatabase;
  const migrations = readMigrations(provider);
  const names = migrations.map(({ name }) => name);
  const run = (sql: string) => database.db.$executeRawUnsafe(sql);
  const add = (name: string, script: string) => [...migrations, { name, script }];

  async function emptyDatabase(): Promise<void> {
    if (database.target.provider === 'postgres') {
      await run('DROP SCHEMA public CASCADE');
      await run('CREATE SCHEMA public');
    } else {
      await database.close();
      const folder = dirname(database.target.file);
      for (const file of readdirSync(folder)) rmSync(join(folder, file));
    }
  }

  beforeEach(async () => {
    database = await open();
  });
  afterEach(() => database.drop());

  it('the folder makes exactly the models', async () => {
    expect(await diffModels(database.target)).toBeNull();
  });

  it('a difference between the folder and the models would be noticed', async () => {
    await run('DROP TABLE leases');
    expect(await diffModels(database.target)).toContain('CREATE TABLE "leases"');
  });

  it('a second start applies nothing', async () => {
    expect(await migrate(database.target)).toEqual([]);
  });

  it('a later migration is applied on top, and keeps the rows', async () => {
    await database.db.setting.create({ data: { key: 'k', value: 'v' } });
    const script = 'ALTER TABLE settings ADD COLUMN note TEXT; CREATE INDEX settings_note_idx ON settings(note);';
    expect(await migrate(database.target, add('99990101000000_note', script))).toEqual(['99990101000000_note']);
    expect(await database.db.setting.count()).toBe(1);
  });

  it('a database that newer code has written is refused, with the name of the migration', async () => {
    await migrate(database.target, add('99990101000000_newer', 'CREATE TABLE newer (id TEXT);'));
    await expect(migrate(database.target)).rejects.toThrow(
      'The database was written by a newer version of Aerostack (migration 99990101000000_newer)',
    );
  });

  it('a migration that fails leaves the database as it was, and is tried again', async () => {
    const broken = 'CREATE TABLE half (id TEXT); INSERT INTO half VALUES (1, 2, 3);';
    const failed = migrate(database.target, add('99990101000000_broken', broken));
    await expect(failed).rejects.toThrow(/^Migration 99990101000000_broken could not be applied .*as it was before/);
    expect(await migrate(database.target)).toEqual([]);
    const repaired = add('99990101000000_broken', 'CREATE TABLE half (id TEXT);');
    expect(await migrate(database.target, repaired)).toEqual(['99990101000000_broken']);
  });

  it('a process that died between a script and its last note leaves a database that goes on', async () => {
    await run('UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0');
    const { adapter, close } = await openMigrationSession(database.target);
    await adapter.executeScript('SELECT 1');
    await close();
    expect(await migrate(database.target)).toEqual([]);
    const next = add('99990101000000_next', 'CREATE TABLE next_table (id TEXT);');
    expect(await migrate(database.target, next)).toEqual(['99990101000000_next']);
  });

  it('semicolons inside texts do not cut a migration into pieces', async () => {
    const script = "INSERT INTO settings (key, value) VALUES ('a;b', 'c;d');";
    await migrate(database.target, add('99990101000000_semicolon', script));
    expect(await database.db.setting.findMany()).toEqual([{ key: 'a;b', value: 'c;d' }]);
  });

  it('a table can be rebuilt without deleting what refers to it', async () => {
    const now = new Date();
    await database.db.user.create({
      data: { id: 'u', email: 'e', name: 'n', passwordHash: 'h', createdAt: now, updatedAt: now },
    });
    await database.db.apiKey.create({
      data: { id: 'k', userId: 'u', name: 'n', hint: 'h', hash: 'x', createdAt: now },
    });
    const rebuild = `PRAGMA defer_foreign_keys=ON; PRAGMA foreign_keys=OFF;
      CREATE TABLE new_users AS SELECT * FROM users; DROP TABLE users; ALTER TABLE new_users RENAME TO users;
      CREATE UNIQUE INDEX users_pk ON users(id); PRAGMA foreign_keys=ON; PRAGMA defer_foreign_keys=OFF;`;
    const script = provider === 'sqlite' ? rebuild : 'ALTER TABLE users ADD COLUMN note TEXT;';
    await migrate(database.target, add('99990101000000_rebuild', script));
    expect(await database.db.apiKey.count()).toBe(1);
  });

  it('what servers listed before there were kinds is kept as their tools', async () => {
    await emptyDatabase();
    await migrate(database.target, migrations.slice(0, 1));
    const { db, close } = await openDatabase(database.target);
    const at = provider === 'sqlite' ? "'2026-11-23T17:05:39.000+00:00'" : "'2026-11-23 17:05:39'";
    const definition = '{"name":"one","inputSchema":{"maximum":12345678901234567890.10}}';
    await db.$executeRawUnsafe(
      `INSERT INTO workspaces (id, slug, name, created_at, updated_at) VALUES ('w', 'w', 'w', ${at}, ${at})`,
    );
    await db.$executeRawUnsafe(
      `INSERT INTO servers (id, workspace_id, slug, name, url, prefix, position, timeout_ms, auth_type, tool_count, created_at, updated_at)
       VALUES ('s', 'w', 's', 's', 'http://s', 's', 0, 60000, 'none', 1, ${at}, ${at})`,
    );
    await db.$executeRawUnsafe(
      `INSERT INTO tools (id, server_id, name, definition, position) VALUES ('t', 's', 'one', '${definition}', 0)`,
    );
    expect(await migrate(database.target)).toEqual(names.slice(1));
    expect(await db.catalogueEntry.findMany()).toEqual([
      { id: 't', serverId: 's', kind: 'tool', name: 'one', definition, position: 0 },
    ]);
    expect(await db.server.findMany()).toMatchObject([
      {
        toolCount: 1,
        promptCount: 0,
        capabilities: '{}',
        statusSince: null,
        connectTimeoutMs: 5_000,
        totalTimeoutMs: 3_600_000,
        concurrencyMax: 64,
      },
    ]);
    await db.server.deleteMany();
    expect(await db.catalogueEntry.count()).toBe(0);
    await close();
  });

  describe('on an empty database', () => {
    beforeEach(emptyDatabase);

    it('instances that start at once migrate it once', async () => {
      const applied = await Promise.all(Array.from({ length: 4 }, () => migrate(database.target)));
      expect(applied.filter((list) => list.length > 0)).toEqual([names]);
      expect(await diffModels(database.target)).toBeNull();
    });

    it('whoever holds the lock holds it after a query that failed', async () => {
      const [holder, other] = [
        await openMigrationSession(database.target),
        await openMigrationSession(database.target),
      ];
      const ask = (sql: string) => holder.adapter.queryRaw({ sql, args: [], argTypes: [] });
      await holder.lock();
      await expect(ask('SELECT * FROM missing')).rejects.toThrow();
      const events: string[] = [];
      const waiting = other.lock().then(() => events.push('the other has it'));
      for (let round = 0; round < 50; round += 1) await ask('SELECT 1');
      events.push('the holder has worked');
      await holder.close();
      await waiting;
      await other.close();
      expect(events).toEqual(['the holder has worked', 'the other has it']);
    });

    it('a first start that was killed half-way is completed by the next one', async () => {
      const interrupted = migrations.map(({ name }) => ({ name, script: 'SELECT nonsense;' }));
      await expect(migrate(database.target, interrupted)).rejects.toThrow('could not be applied');
      expect(await migrate(database.target)).toEqual(names);
      expect(await diffModels(database.target)).toBeNull();
    });

    it('the tables of another program are left alone', async () => {
      const foreign = [{ name: '20200101000000_foreign', script: 'CREATE TABLE foreign_table (id TEXT);' }];
      await migrate(database.target, foreign);
      await expect(migrate(database.target)).rejects.toThrow('newer version');
    });
  });
});

describe('a database that cannot be used', () => {
  const fail = (url: string) => expect(migrate({ provider: 'postgres', url })).rejects;

  it('no server: says which one', async () => {
    await fail('postgres://me:hunter2@127.0.0.1:1/x').toThrow(/^PostgreSQL at 127.0.0.1:1 cannot be reached/);
  });

  it('never shows the password', async () => {
    await fail('postgres://me:hunter2@127.0.0.1:1/x').not.toThrow('hunter2');
  });

  it.runIf(testDatabases.length > 1)('no such database: says its name', async () => {
    await fail('postgres://postgres@127.0.0.1:5432/nowhere').toThrow('has no database nowhere');
  });

  describe('as a file', () => {
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'aerostack_test_'));
      writeFileSync(join(folder, 'letter.txt'), 'Dear reader, '.repeat(100));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it('that is something else: says so and leaves it alone', async () => {
      const file = join(folder, 'letter.txt');
      await expect(migrate({ provider: 'sqlite', file })).rejects.toThrow(`The file ${file} is not a database`);
      expect(readFileSync(file, 'utf8')).toBe('Dear reader, '.repeat(100));
    });

    it('in a folder that cannot be made: says which', async () => {
      const file = join(folder, 'letter.txt', 'data', 'aerostack.db');
      await expect(migrate({ provider: 'sqlite', file })).rejects.toThrow(`make the folder ${dirname(file)} writable`);
    });
  });
});
