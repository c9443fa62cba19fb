import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openDatabase } from './client';
import { inTransaction } from './in-transaction';
import { testDatabases } from './test-database';
import { asUnavailable } from './unavailable';

/** The way to PostgreSQL, which can be cut. */
async function openWay() {
  const sockets: Socket[] = [];
  const server = createServer((client) => {
    const database = connect(5432, '127.0.0.1');
    for (const socket of [client, database]) sockets.push(socket.on('error', () => undefined));
    client.pipe(database).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: (server.address() as AddressInfo).port, cut };
}

const onPostgres = testDatabases.filter(({ provider }) => provider === 'postgres');

describe.each(onPostgres)('when $provider goes away', ({ open }) => {
  it('reads and transactions are refused as "unavailable", not as errors of ours', async () => {
    const { target, drop } = await open();
    const way = await openWay();
    const url = target.provider === 'postgres' ? target.url.replace('5432', String(way.port)) : '';
    const { db, close } = await openDatabase({ provider: 'postgres', url });
    way.cut();
    const read = await db.setting.count().catch((error: unknown) => error);
    expect(asUnavailable(read)).toMatchObject({ code: 'unavailable', retryAfterSeconds: 2 });
    await expect(inTransaction({ db }, (tx) => tx.setting.count())).rejects.toMatchObject({ code: 'unavailable' });
    await close();
    await drop();
  });
});

describe('a refusal of the database', () => {
  it('for the sake of another change is not called an outage', () => {
    const refusal = asUnavailable(Object.assign(new Error('deadlock detected'), { code: 'P2034' }));
    expect(refusal).toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 2,
      message: expect.stringMatching(/^Another change/),
    });
  });

  it('of a row is not taken for an outage', () => {
    expect(asUnavailable(Object.assign(new Error('Unique constraint failed'), { code: 'P2002' }))).toBeNull();
    expect(asUnavailable('text')).toBeNull();
  });
});
