import pino from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteConnection } from '../db/sqlite-connection';
import { type TestDatabase, testDatabases } from '../db/test-database';
import type { CallRecord } from '../gateway/deps';
import { openTestSink, testCall } from './test-writer';
import { UsageQueue } from './usage-queue';
import type { UsageWriter } from './usage-writer';

const log = pino({ level: 'silent' });
const at = testCall.atMs;
const call = (over: Partial<CallRecord> = {}): CallRecord => ({ ...testCall, ...over });
const openWriter = (database: TestDatabase): UsageWriter => new UsageQueue(openTestSink(database), log);

describe.each(testDatabases)('the usage writer on $provider', ({ open, provider }) => {
  let database: TestDatabase;
  let writer: UsageWriter;
  const token = () => database.db.token.findUniqueOrThrow({ where: { id: 't' } });

  beforeEach(async () => {
    database = await open();
    const date = new Date(at);
    await database.db.workspace.create({
      data: { id: 'w', slug: 'acme', name: 'Acme', createdAt: date, updatedAt: date },
    });
    await database.db.token.create({
      data: { id: 't', workspaceId: 'w', name: 'n', hint: 'h', hash: 'x', createdById: 'u', createdAt: date },
    });
    writer = openWriter(database);
  });
  afterEach(async () => {
    await writer.close();
    await database.drop();
  });

  it('a call is stored with everything that it was recorded with', async () => {
    writer.recordCall(call());
    writer.recordCall(call({ serverId: null, client: null, memberId: 'm', requestId: 'r2', outcome: 'unknown_tool' }));
    await writer.flush();
    const rows = await database.db.call.findMany({ orderBy: { requestId: 'asc' } });
    expect(rows).toEqual([
      { ...expected, requestId: 'r1', serverId: 's', client: 'claude-code', memberId: null, outcome: 'ok' },
      { ...expected, requestId: 'r2', serverId: null, client: null, memberId: 'm', outcome: 'unknown_tool' },
    ]);
  });
  const { atMs: _, payload: __, ...recorded } = call();
  const expected = { ...recorded, id: expect.any(String), gatewayUs: 80, at: new Date(at) };

  it('what is recorded of a call is stored with it, unless the server is gone or is recorded no more, and goes with it', async () => {
    const date = new Date(at);
    const server = { workspaceId: 'w', url: 'https://x', prefix: '', position: 0, timeoutMs: 1, authType: 'none' };
    for (const [id, recordedSince] of [
      ['s', date],
      ['off', null],
    ] as const)
      await database.db.server.create({
        data: { ...server, id, slug: id, name: id, recordedSince, createdAt: date, updatedAt: date },
      });
    for (const serverId of ['s', 'off', 'gone'])
      writer.recordCall(call({ serverId, requestId: serverId, payload: (id) => `sealed for ${id}` }));
    await writer.flush();
    const { id } = await database.db.call.findFirstOrThrow({ where: { requestId: 's' } });
    expect(await database.db.callPayload.findMany()).toEqual([
      { callId: id, serverId: 's', sealed: `sealed for ${id}` },
    ]);
    expect(await database.db.call.count()).toBe(3);
    await database.db.call.deleteMany({ where: { id } });
    expect(await database.db.callPayload.count()).toBe(0);
  });

  it('raw dates compare and sort with those of the verbs', async () => {
    writer.recordCall(call());
    writer.touchToken('t', at, null);
    await writer.flush();
    expect(await database.db.call.count({ where: { at: { gte: new Date(at), lte: new Date(at) } } })).toBe(1);
    expect(await database.db.token.count({ where: { lastUsedAt: { equals: new Date(at) } } })).toBe(1);
  });

  it('a use is visible within a second, without a flush', async () => {
    const started = performance.now();
    writer.touchToken('t', at, 'cursor');
    writer.recordCall(call());
    await expect.poll(async () => (await token()).lastUsedAt, { interval: 20, timeout: 1000 }).toEqual(new Date(at));
    await expect.poll(() => database.db.call.count(), { interval: 20, timeout: 1000 }).toBe(1);
    expect(performance.now() - started).toBeLessThan(1000);
  });

  it('the last use never goes back, and an unnamed client does not erase the known one', async () => {
    writer.touchToken('t', at, 'cursor');
    await writer.flush();
    writer.touchToken('t', at - 5000, 'old client');
    await writer.flush();
    expect(await token()).toMatchObject({ lastUsedAt: new Date(at), lastUsedClient: 'cursor' });
    writer.touchToken('t', at + 2000, null);
    writer.touchToken('t', at + 1000, null);
    await writer.flush();
    expect(await token()).toMatchObject({ lastUsedAt: new Date(at + 2000), lastUsedClient: 'cursor' });
  });

  it('flush and close resolve only when everything is committed, also beyond one batch', async () => {
    for (let n = 0; n < 2500; n += 1) writer.recordCall(call({ requestId: `a${n}` }));
    await writer.flush();
    expect(await database.db.call.count()).toBe(2500);
    for (let n = 0; n < 2500; n += 1) writer.recordCall(call({ requestId: `b${n}` }));
    await writer.close();
    expect(await database.db.call.count()).toBe(5000);
    expect(writer.dropped).toBe(0);
  });

  it('a NUL or half a surrogate in a name costs no other call its record', async () => {
    for (const tool of ['a\0b', '\ud800', 'fine']) writer.recordCall(call({ tool }));
    await writer.flush();
    expect(await database.db.call.count()).toBe(3);
  });

  it('a touch of a token that was deleted does no harm', async () => {
    writer.touchToken('gone', at, 'x');
    writer.recordCall(call());
    await writer.flush();
    expect(await database.db.call.count()).toBe(1);
  });

  it('usage that could not be written at first is written once, when the database is well again', async () => {
    await database.db.$executeRawUnsafe('ALTER TABLE calls RENAME TO away');
    writer.recordCall(call());
    const flushed = writer.flush();
    await database.db.$executeRawUnsafe('ALTER TABLE away RENAME TO calls');
    await flushed;
    expect(await database.db.call.count()).toBe(1);
    expect(writer.dropped).toBe(0);
  });

  it.runIf(provider === 'sqlite')('waits for a verb that holds the write lock, and the verb for it', async () => {
    const file = database.target.provider === 'sqlite' ? database.target.file : '';
    const other = openSqliteConnection(file, { access: 'write', busyMs: 0 });
    other.exec('BEGIN IMMEDIATE');
    writer.recordCall(call());
    const flushed = writer.flush();
    let wasRenamed = false;
    const renamed = database.db.workspace.update({ where: { id: 'w' }, data: { name: 'New' } }).then(() => {
      wasRenamed = true;
    });
    // The event loop turns while both wait: nothing blocks it.
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setTimeout(resolve, 1));
    expect(wasRenamed).toBe(false);
    other.exec('COMMIT');
    await Promise.all([flushed, renamed]);
    expect(await database.db.call.count()).toBe(1);
    other.close();
  });
});
