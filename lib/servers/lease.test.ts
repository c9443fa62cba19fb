import { describe, expect, test, vi } from 'vitest';
import type { Connections, Lease } from './connections';
import { connectionsForEachTest } from './connections-fixture';
import { readAnswer } from './read-answer';
import { type Fixture, json, type Respond, result, sse, targetOf } from './server-fixture';
import { type SessionServer, sessionServer } from './session-fixture';

const stage = connectionsForEachTest();
let server: SessionServer;

async function leaseOf(...parameters: Parameters<Connections['lease']>): Promise<Lease> {
  const lease = await stage.connections.lease(...parameters);
  if (lease === null) throw new Error('the server keeps no sessions');
  return lease;
}

const answerAll: Respond = ({ message }, response) => json(response, 200, result(message, { ok: true }));

async function start(answer: Respond = answerAll, options?: { hasStream: boolean }): Promise<Fixture> {
  server = sessionServer(answer, options);
  return stage.start(server.respond);
}

let ids = 0;
async function call(lease: Lease, method = 'tools/call') {
  ids += 1;
  const id = `call-${ids}`;
  const reply = await lease.connection.post(JSON.stringify({ jsonrpc: '2.0', id, method }), { method, id });
  return { reply, answer: await readAnswer(reply, id, 10_000) };
}

const elicitation = { elicitation: { form: {} } };

describe('a lease', () => {
  test('is a session of its own that declares what its client can do', async () => {
    const target = targetOf((await start()).url);
    await stage.connections.get(target).open();
    const lease = await leaseOf(target, elicitation, 'owner');
    expect((await call(lease)).answer?.message.result).toEqual({ ok: true });
    expect([...server.declared.values()]).toEqual([{}, elicitation]);
    expect(stage.connections.counts()).toMatchObject({ leasesOut: 1, leasesIdle: 0 });
  });

  test('has its GET stream before anybody can ask through it', async () => {
    await leaseOf(targetOf((await start()).url), elicitation, 'owner');
    expect([...server.streams.keys()]).toEqual(['session-1']);
  });

  test('of a server without such a stream works all the same', async () => {
    const lease = await leaseOf(targetOf((await start(answerAll, { hasStream: false })).url), elicitation, 'owner');
    expect((await call(lease)).answer?.message.result).toEqual({ ok: true });
  });

  test('hears what its server asks and tells outside of replies, byte for byte', async () => {
    const fixture = await start();
    const lease = await leaseOf(targetOf(fixture.url), elicitation, 'owner');
    const heard: string[] = [];
    lease.onMessage = (_message, text) => heard.push(text);
    const question = '{"id":12345678901234567, "method":"elicitation/create", "jsonrpc":"2.0"}';
    server.streams.get('session-1')?.write(`data: ${question}\n\n`);
    server.say({ method: 'notifications/message', params: { data: 'x' } });
    await expect.poll(() => heard.length).toBe(2);
    expect(heard[0]).toBe(question);
    await lease.connection.post('{"jsonrpc":"2.0","id":12345678901234567,"result":{}}', {
      method: 'elicitation/create',
    });
    const received = fixture.received.at(-1);
    expect(received?.message.result).toEqual({});
    expect(received?.headers['mcp-session-id']).toBe('session-1');
  });

  test('answers ping itself, and refuses what nobody listens to', async () => {
    const fixture = await start();
    const lease = await leaseOf(targetOf(fixture.url), elicitation, 'owner');
    const heard: unknown[] = [];
    server.say({ id: 'r1', method: 'elicitation/create' });
    await expect.poll(() => fixture.received.at(-1)?.message.error).toMatchObject({ code: -32601 });
    lease.onMessage = (message) => heard.push(message);
    server.say({ id: 'p1', method: 'ping' });
    await expect.poll(() => fixture.received.at(-1)?.message).toEqual({ jsonrpc: '2.0', id: 'p1', result: {} });
    expect(heard).toEqual([]);
  });

  test('whose session the server lost gets another with the same capabilities and its stream, once', async () => {
    const lease = await leaseOf(targetOf((await start()).url), elicitation, 'owner');
    server.forget();
    const { reply } = await call(lease);
    expect(reply.status).toBe(404);
    lease.connection.reset(reply.epoch);
    lease.connection.reset(reply.epoch);
    const again = await call(lease);
    expect(again.answer?.message.result).toEqual({ ok: true });
    expect([...server.declared]).toEqual([['session-2', elicitation]]);
    expect([...server.streams.keys()]).toEqual(['session-2']);
  });

  test('whose stream stands while its session is gone moves to the next session without a pause', async () => {
    const lease = await leaseOf(targetOf((await start()).url), elicitation, 'owner');
    server.declared.clear();
    const { reply } = await call(lease);
    lease.connection.reset(reply.epoch);
    const startedMs = performance.now();
    await call(lease);
    expect(performance.now() - startedMs).toBeLessThan(900);
    expect([...server.streams.keys()]).toEqual(['session-2']);
  });

  test('is not ended by somebody who fails to take a message', async () => {
    const lease = await leaseOf(targetOf((await start()).url), elicitation, 'owner');
    let heard = 0;
    lease.onMessage = () => {
      heard += 1;
      throw new Error('a fault of ours');
    };
    server.say({ method: 'notifications/message' });
    server.say({ method: 'notifications/message' });
    await expect.poll(() => heard).toBe(2);
    expect(server.streams.size).toBe(1);
  });

  test('that was given back hears nothing more and cannot be given back twice', async () => {
    const target = targetOf((await start()).url);
    const first = await leaseOf(target, elicitation, 'owner');
    first.release();
    const second = await leaseOf(target, elicitation, 'owner');
    const heard: unknown[] = [];
    first.onMessage = (message) => heard.push(message);
    first.release({ broken: true });
    second.onMessage = (message) => heard.push(['second', message.method]);
    server.say({ method: 'notifications/message' });
    await expect.poll(() => heard).toEqual([['second', 'notifications/message']]);
    expect(stage.connections.counts()).toMatchObject({ leasesOut: 1, leasesIdle: 0 });
  });
});

describe('the pool of leases', () => {
  test('gives an idle session again only to its owner, for exactly its capabilities, however they are ordered', async () => {
    const target = targetOf((await start()).url);
    const first = await leaseOf(target, { roots: { listChanged: true }, sampling: {} }, 'owner');
    first.release();
    expect(stage.connections.counts()).toMatchObject({ leasesOut: 0, leasesIdle: 1 });
    const other = await leaseOf(target, { sampling: {} }, 'owner');
    const stranger = await leaseOf(target, { sampling: {}, roots: { listChanged: true } }, 'stranger');
    expect(stranger.connection).not.toBe(first.connection);
    const same = await leaseOf(target, { sampling: {}, roots: { listChanged: true } }, 'owner');
    expect(other.connection).not.toBe(first.connection);
    expect(same.connection).toBe(first.connection);
    expect(server.declared.size).toBe(3);
  });

  test('ends a broken one at once, and tells the server', async () => {
    const lease = await leaseOf(targetOf((await start()).url), elicitation, 'owner');
    lease.release({ broken: true });
    await expect.poll(() => server.ended).toEqual(['session-1']);
    expect(stage.connections.counts()).toMatchObject({ leasesOut: 0, leasesIdle: 0 });
    await expect.poll(() => server.streams.size).toBe(0);
  });

  test('ends what nobody wanted for 60 s, and tells the server', async () => {
    const lease = await leaseOf(targetOf((await start()).url), elicitation, 'owner');
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    lease.release();
    vi.advanceTimersByTime(59_999);
    expect(stage.connections.counts()).toMatchObject({ leasesIdle: 1 });
    vi.advanceTimersByTime(1);
    vi.useRealTimers();
    expect(stage.connections.counts()).toMatchObject({ leasesIdle: 0 });
    await expect.poll(() => server.ended).toEqual(['session-1']);
  });

  test('ends all of them when the process ends', async () => {
    const target = targetOf((await start()).url);
    const idle = await leaseOf(target, elicitation, 'owner');
    await leaseOf(target, elicitation, 'owner');
    idle.release();
    await stage.connections.close();
    expect(server.ended.toSorted()).toEqual(['session-1', 'session-2']);
  });

  test('has at most 128 out: who comes later goes without one, at once', async () => {
    const target = targetOf((await start()).url);
    const out = await Promise.all(Array.from({ length: 128 }, () => leaseOf(target, elicitation, 'owner')));
    expect(await stage.connections.lease(target, elicitation, 'owner')).toBeNull();
    out[0]?.release();
    expect((await leaseOf(target, elicitation, 'owner')).connection).toBe(out[0]?.connection);
    expect(stage.connections.counts()).toMatchObject({ leasesOut: 128 });
  });

  test('a lease that could not be opened takes no place', async () => {
    const fixture = await stage.start((_received, response) => void response.writeHead(401).end());
    for (let i = 0; i < 40; i += 1) {
      await expect(leaseOf(targetOf(fixture.url), elicitation, 'owner')).rejects.toMatchObject({
        stage: 'auth',
      });
    }
    expect(stage.connections.counts()).toMatchObject({ leasesOut: 0 });
  });
});

test('leases and the shared connection have the places of a server together, and an answer to a question needs none', async () => {
  const waiting: (() => void)[] = [];
  const fixture = await start(({ message }, response) => {
    waiting.push(() => sse(response, result(message, { ok: true })));
  });
  const target = targetOf(fixture.url, { concurrencyMax: 2 });
  const lease = await leaseOf(target, elicitation, 'owner');
  const shared = stage.connections.get(target);
  await shared.open();
  const calls = [call(lease), call({ connection: shared } as Lease), call(lease)];
  await expect.poll(() => waiting.length).toBe(2);
  await (await lease.connection.post('{"jsonrpc":"2.0","id":7,"result":{}}', { method: 'elicitation/create' })).text(
    10,
  );
  expect(waiting).toHaveLength(2);
  waiting.shift()?.();
  await expect.poll(() => waiting.length).toBe(2);
  for (const finish of waiting.splice(0)) finish();
  await Promise.all(calls);
  expect(stage.connections.counts()).toMatchObject({ requestsUnderWay: 0 });
});
