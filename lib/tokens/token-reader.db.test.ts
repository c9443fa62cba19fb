import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqliteConnection } from '../db/sqlite-connection';
import { type TestDatabase, testDatabases } from '../db/test-database';
import type { DatabaseTarget } from '../env';
import { openTokenReader, type TokenReader } from './token-reader';

const at = new Date('2026-11-20T10:00:00.123Z');
const hashOf = (n: number) => n.toString(16).padStart(64, '0');

async function seed({ db }: TestDatabase, count: number) {
  const times = { createdAt: at, updatedAt: at };
  await db.workspace.create({ data: { id: 'w', slug: 'acme', name: 'Acme', revision: 7, ...times } });
  const token = (n: number) => ({
    id: `t${n}`,
    workspaceId: 'w',
    name: 'n',
    hint: 'h',
    createdById: 'u',
    createdAt: at,
  });
  const data = Array.from({ length: count }, (_, n) => ({ ...token(n), hash: hashOf(n) }));
  await db.token.createMany({ data });
}

/** Stands between a client and PostgreSQL and counts what the client sends: `pg` writes each query in one piece. */
async function countingProxy() {
  let sent = 0;
  const server = createServer((client) => {
    const database = connect(5432, '127.0.0.1');
    client.on('data', () => {
      sent += 1;
    });
    client.pipe(database).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const url = (target: DatabaseTarget) =>
    target.provider === 'postgres' ? target.url.replace('5432', String(port)) : '';
  return { url, sent: () => sent, close: () => server.close() };
}

describe.each(testDatabases)('the token reader on $provider', ({ open, provider }) => {
  let database: TestDatabase;
  let reader: TokenReader;
  beforeEach(async () => {
    database = await open();
    await seed(database, 20);
    reader = await openTokenReader(database.target);
  });
  afterEach(async () => {
    await reader.close();
    await database.drop();
  });

  it('tells everything that the gateway decides by, to the millisecond', async () => {
    const dates = { expiresAt: at, pausedAt: new Date(at.getTime() + 1), revokedAt: new Date(at.getTime() + 2) };
    await database.db.token.update({
      where: { id: 't3' },
      data: { ...dates, memberId: 'm', scope: '{}', accessRevision: 3, rateLimit: 5, lastUsedClient: 'cursor 3.1' },
    });
    await database.db.workspace.update({ where: { id: 'w' }, data: { rateLimit: 600 } });
    const { databaseMs, ...facts } = (await reader.find(hashOf(3))) ?? { databaseMs: null };
    // A second between two clocks of one machine is more than any rounding.
    if (databaseMs !== null) expect(Math.abs(databaseMs - Date.now())).toBeLessThan(1000);
    expect(facts).toEqual({
      id: 't3',
      workspaceId: 'w',
      workspaceSlug: 'acme',
      workspaceName: 'Acme',
      revision: 7,
      memberId: 'm',
      scope: '{}',
      accessRevision: 3,
      rateLimit: 5,
      workspaceRateLimit: 600,
      lastClient: 'cursor 3.1',
      expiresAtMs: at.getTime(),
      pausedAtMs: at.getTime() + 1,
      revokedAtMs: at.getTime() + 2,
    });
    expect(await reader.find(hashOf(4))).toMatchObject({ memberId: null, expiresAtMs: null, revokedAtMs: null });
  });

  it('an unknown token is null', async () => {
    expect(await reader.find(hashOf(99))).toBeNull();
  });

  it('sees a revocation as soon as it is committed, every time', async () => {
    for (let n = 0; n < 20; n += 1) {
      expect((await reader.find(hashOf(n)))?.revokedAtMs).toBeNull();
      await database.db.token.update({ where: { id: `t${n}` }, data: { revokedAt: at } });
      expect((await reader.find(hashOf(n)))?.revokedAtMs).toBe(at.getTime());
    }
  });

  it('does not see a revocation that was rolled back', async () => {
    const work = database.db.$transaction(async (tx) => {
      await tx.token.update({ where: { id: 't1' }, data: { revokedAt: at } });
      expect((await reader.find(hashOf(1)))?.revokedAtMs).toBeNull();
      throw new Error('changed my mind');
    });
    await expect(work).rejects.toThrow('changed my mind');
    expect((await reader.find(hashOf(1)))?.revokedAtMs).toBeNull();
  });

  it('a look-up that begins after a revocation sees it, also in the middle of a storm of look-ups', async () => {
    let isOver = false;
    const storm = (async () => {
      while (!isOver) await Promise.all(Array.from({ length: 50 }, async (_, n) => reader.find(hashOf(n % 20))));
    })();
    for (let n = 0; n < 20; n += 1) {
      await database.db.token.update({ where: { id: `t${n}` }, data: { revokedAt: at } });
      expect((await reader.find(hashOf(n)))?.revokedAtMs).toBe(at.getTime());
    }
    isOver = true;
    await storm;
  });

  it.runIf(provider === 'sqlite')(
    'a look-up shared in one turn of the event loop knows what was committed in it',
    async () => {
      const { file } = database.target as Extract<DatabaseTarget, { provider: 'sqlite' }>;
      const writer = openSqliteConnection(file, { access: 'write', busyMs: 1000 });
      const before = reader.find(hashOf(1));
      writer.exec(`UPDATE tokens SET revoked_at = '${at.toISOString()}' WHERE id = 't1'`);
      const found = await Promise.all([before, reader.find(hashOf(1)), reader.find(hashOf(2))]);
      expect(found.map((one) => one?.revokedAtMs)).toEqual([at.getTime(), at.getTime(), null]);
      writer.close();
    },
  );

  it('sees the new revision of a changed workspace', async () => {
    await database.db.workspace.update({ where: { id: 'w' }, data: { revision: { increment: 1 } } });
    expect((await reader.find(hashOf(0)))?.revision).toBe(8);
  });

  it('a broken database is a failure, never "unknown token"', async () => {
    await database.db.$executeRawUnsafe('ALTER TABLE tokens RENAME TO gone');
    await expect((async () => reader.find(hashOf(0)))()).rejects.toThrow();
  });

  it('a closed reader fails', async () => {
    const other = await openTokenReader(database.target);
    await other.close();
    await expect((async () => other.find(hashOf(0)))()).rejects.toThrow();
  });

  describe.runIf(provider === 'postgres')('under load', () => {
    it('1000 look-ups at once share a few queries, and each gets its own answer', async () => {
      const proxy = await countingProxy();
      const counted = await openTokenReader({ provider: 'postgres', url: proxy.url(database.target) });
      await counted.find(hashOf(0));
      const before = proxy.sent();
      const found = await Promise.all(Array.from({ length: 1000 }, async (_, n) => counted.find(hashOf(n % 25))));
      expect(proxy.sent() - before).toBeGreaterThan(0);
      expect(proxy.sent() - before).toBeLessThan(20);
      found.forEach((facts, n) => {
        expect(facts?.id ?? null).toBe(n % 25 < 20 ? `t${n % 25}` : null);
      });
      await counted.close();
      proxy.close();
    });

    it('goes on after its connection was cut', async () => {
      await reader.find(hashOf(0));
      await database.db.$queryRaw`
        SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND query LIKE '%ANY($1)%'`;
      const answers = async () => (await reader.find(hashOf(0)))?.id;
      await expect.poll(answers, { timeout: 3000 }).toBe('t0');
    });

    it('a server that is reached but says nothing is a failure within about two seconds', async () => {
      const sockets: Socket[] = [];
      const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as AddressInfo;
      const stuck = await openTokenReader({ provider: 'postgres', url: `postgres://postgres@127.0.0.1:${port}/test` });
      const started = performance.now();
      const lookUps = await Promise.allSettled([0, 1, 2].map(async (n) => stuck.find(hashOf(n))));
      expect(lookUps.every(({ status }) => status === 'rejected')).toBe(true);
      expect(performance.now() - started).toBeLessThan(3500);
      for (const socket of sockets) socket.destroy();
      silent.close();
      await stuck.close();
    });
  });
});
