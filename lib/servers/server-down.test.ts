import { performance } from 'node:perf_hooks';
import { expect, test } from 'vitest';
import type { ConnectFailure } from './connect-failure';
import { createConnections, type ServerConnection } from './connections';
import { connectionsForEachTest } from './connections-fixture';
import {
  json,
  legacyServer,
  loopbackGuard,
  modernServer,
  type Respond,
  result,
  startFixture,
  targetOf,
} from './server-fixture';

const stage = connectionsForEachTest();
const { start } = stage;

let ids = 0;
const ask = (connection: ServerConnection, signal?: AbortSignal, timeoutMs?: number) => {
  ids += 1;
  const id = ids;
  return connection.post(JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params: {} }), {
    method: 'tools/call',
    id,
    ...(signal === undefined ? {} : { signal }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
};

const failureOf = (promise: Promise<unknown>): Promise<ConnectFailure> =>
  promise.then(
    () => Promise.reject(new Error('expected a ConnectFailure')),
    (failure: ConnectFailure) => failure,
  );

/** A server whose calls fail while `isAway`, in one of the ways that mean it. */
function moody(answerAway: Respond) {
  const mood = { isAway: true, calls: 0 };
  const respond = modernServer((received, response) => {
    mood.calls += 1;
    if (mood.isAway) answerAway(received, response);
    else json(response, 200, result(received.message, {}));
  });
  return { mood, respond };
}

const unavailable: Respond = (_received, response) => void response.writeHead(503).end();
const dropped: Respond = (_received, response) => void response.destroy();

async function failThrice(connection: ServerConnection): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    await ask(connection).then(
      (reply) => reply.discard(),
      () => {},
    );
  }
}

test.each([
  ['answers 503', unavailable, 'The server is unavailable at the moment (HTTP 503).'],
  ['hangs up before it answers', dropped, 'closed the connection before it answered.'],
])('a server that %s three times is not asked again, and its callers hear at once', async (_how, away, cause) => {
  const { mood, respond } = moody(away);
  const connection = stage.connections.get(targetOf((await start(respond)).url));
  await failThrice(connection);
  const startedMs = performance.now();
  const failures = await Promise.all(Array.from({ length: 50 }, () => failureOf(ask(connection))));
  expect(performance.now() - startedMs).toBeLessThan(100);
  expect(mood.calls).toBe(3);
  expect(failures[0]).toMatchObject({ stage: 'down', ran: 'never' });
  expect(failures[0]?.message).toContain(cause);
  expect(failures[0]?.nextStep).toContain('It is tried again in 1 s.');
  expect(stage.connections.counts()).toMatchObject({ openBreakers: 1 });
});

test('a server where nothing listens fails opening and leases at once too', async () => {
  const fixture = await startFixture(unavailable);
  await fixture.close();
  const target = targetOf(fixture.url);
  const connection = stage.connections.get(target);
  for (let i = 0; i < 3; i += 1) expect(await failureOf(connection.open())).toMatchObject({ stage: 'connect' });
  expect(await failureOf(connection.open())).toMatchObject({ stage: 'down' });
  expect(await failureOf(stage.connections.lease(target, { roots: {} }, 'owner'))).toMatchObject({ stage: 'down' });
});

test('after the pause one call tries, and the first answer lets everyone through', async () => {
  const { mood, respond } = moody(unavailable);
  const connection = stage.connections.get(targetOf((await start(respond)).url));
  await failThrice(connection);
  mood.isAway = false;
  const failure = () => failureOf(ask(connection)).catch(() => null);
  await expect.poll(failure, { timeout: 3_000, interval: 20 }).toBeNull();
  expect(mood.calls).toBe(4);
  const replies = await Promise.all(Array.from({ length: 20 }, () => ask(connection)));
  expect(replies.every(({ status }) => status === 200)).toBe(true);
  expect(stage.connections.counts()).toMatchObject({ openBreakers: 0 });
});

test('while one call tries, all others are refused; a caller who gives up leaves the try to the next', async () => {
  const { mood, respond } = moody(unavailable);
  const hanging: unknown[] = [];
  const fixture = await start((received, response) => {
    if (mood.isAway) respond(received, response);
    else hanging.push(response);
  });
  const connection = stage.connections.get(targetOf(fixture.url));
  await failThrice(connection);
  mood.isAway = false;
  const aborter = new AbortController();
  const settled: string[] = [];
  const tryOnce = async () => {
    void failureOf(ask(connection, aborter.signal)).then(({ stage }) => settled.push(stage));
    await new Promise((resolve) => setImmediate(resolve));
    return hanging.length;
  };
  await expect.poll(tryOnce, { timeout: 3_000, interval: 20 }).toBe(1);
  expect(await failureOf(ask(connection))).toMatchObject({
    stage: 'down',
    nextStep: expect.stringContaining('It is being tried now.'),
  });
  expect(hanging).toHaveLength(1);
  aborter.abort();
  await expect.poll(() => settled.at(-1)).toBe('closed');
  const next = failureOf(ask(connection, AbortSignal.timeout(1_000)));
  await expect.poll(() => hanging.length).toBe(2);
  expect(await next).toMatchObject({ stage: 'closed' });
});

test.each([401, 403, 404, 429, 500])('answers of %i never make a server count as down', async (status) => {
  let calls = 0;
  const fixture = await start(
    modernServer((_received, response) => {
      calls += 1;
      response.writeHead(status).end();
    }),
  );
  const connection = stage.connections.get(targetOf(fixture.url));
  for (let i = 0; i < 6; i += 1) (await ask(connection)).discard();
  expect(calls).toBe(6);
});

test('callers who give up never make a server count as down', async () => {
  const fixture = await start(modernServer(() => {}));
  const connection = stage.connections.get(targetOf(fixture.url));
  await connection.open();
  for (let i = 0; i < 5; i += 1) {
    const aborter = new AbortController();
    const waiting = failureOf(ask(connection, aborter.signal));
    setImmediate(() => aborter.abort());
    expect(await waiting).toMatchObject({ stage: 'closed', message: 'The request was cancelled.' });
  }
  expect(stage.connections.counts()).toMatchObject({ openBreakers: 0 });
});

test('a refresh by hand passes, and its success lets everyone through', async () => {
  let isAway = true;
  const fixture = await start((received, response) =>
    isAway
      ? unavailable(received, response)
      : legacyServer(({ message }) => json(response, 200, result(message, {})))(received, response),
  );
  const connection = stage.connections.get(targetOf(fixture.url));
  for (let i = 0; i < 3; i += 1) await failureOf(connection.open());
  isAway = false;
  expect(await failureOf(connection.open())).toMatchObject({ stage: 'down' });
  expect(await connection.open({ ask: true })).toMatchObject({ era: 'legacy' });
  expect((await ask(connection)).status).toBe(200);
});

test('one server that is down costs another nothing', async () => {
  const away = await start(unavailable);
  const well = await start(modernServer(({ message }, response) => json(response, 200, result(message, {}))));
  const down = stage.connections.get(targetOf(away.url, { id: 'a' }));
  for (let i = 0; i < 3; i += 1) await failureOf(down.open());
  expect((await ask(stage.connections.get(targetOf(well.url, { id: 'b' })))).status).toBe(200);
});

test('calls that wait for a place are not sent to a server that went down meanwhile', async () => {
  const { mood, respond } = moody(() => {});
  const fixture = await start(respond);
  const connection = stage.connections.get(targetOf(fixture.url, { concurrencyMax: 3 }));
  await connection.open();
  const waits = [300, 300, 300, 5_000, 5_000, 5_000];
  const failures = await Promise.all(waits.map((ms) => failureOf(ask(connection, undefined, ms))));
  expect(failures.map(({ stage }) => stage)).toEqual(['timeout', 'timeout', 'timeout', 'down', 'down', 'down']);
  expect(mood.calls).toBe(3);
  expect(stage.connections.counts()).toMatchObject({ requestsUnderWay: 0 });
});

test('a proxy that lets no streams through does not make its server count as down', async () => {
  let streams = 0;
  const fixture = await start((received, response) => {
    if (received.httpMethod !== 'GET') {
      const answer: Respond = ({ message }, to) => json(to, 200, result(message, {}));
      return legacyServer(answer, () => 'session-a')(received, response);
    }
    streams += 1;
    response.writeHead(503).end();
  });
  const impatient = createConnections({ guard: loopbackGuard(), version: '1', reconnectMs: { min: 1, max: 2 } });
  const connection = impatient.get(targetOf(fixture.url));
  const listening = connection.listen(() => {});
  await expect.poll(() => streams).toBeGreaterThan(4);
  expect((await ask(connection)).status).toBe(200);
  listening.close();
  await impatient.close();
});

test('time-outs of one slow tool do not count while the server answers others', async () => {
  let isQuick = false;
  const fixture = await start(
    modernServer(({ message }, response) => {
      if (isQuick) json(response, 200, result(message, {}));
    }),
  );
  const connection = stage.connections.get(targetOf(fixture.url));
  await connection.open();
  const slow = [1, 2, 3].map(() => failureOf(ask(connection, undefined, 200)));
  await expect.poll(() => fixture.received.length).toBe(4);
  isQuick = true;
  expect((await ask(connection)).status).toBe(200);
  for (const { stage } of await Promise.all(slow)) expect(stage).toBe('timeout');
  expect(stage.connections.counts()).toMatchObject({ openBreakers: 0 });
});

test('a server that answers nothing while three calls run out of time counts as down', async () => {
  const fixture = await start(modernServer(() => {}));
  const connection = stage.connections.get(targetOf(fixture.url));
  expect((await connection.open()).era).toBe('modern');
  for (let i = 0; i < 3; i += 1) await failureOf(ask(connection, undefined, 50));
  expect(stage.connections.counts()).toMatchObject({ openBreakers: 1 });
});

test('a notification is sent to a server that counts as down, and its taking it lets everyone through', async () => {
  let isSlow = true;
  const fixture = await start(
    legacyServer(({ message }, response) => {
      if (!isSlow) json(response, 200, result(message, {}));
    }),
  );
  const connection = stage.connections.get(targetOf(fixture.url));
  for (let i = 0; i < 3; i += 1) await failureOf(ask(connection, undefined, 50));
  isSlow = false;
  expect(await failureOf(ask(connection))).toMatchObject({ stage: 'down' });
  const method = 'notifications/cancelled';
  const note = await connection.post(JSON.stringify({ jsonrpc: '2.0', method, params: { requestId: 1 } }), { method });
  note.discard();
  expect(note.status).toBe(202);
  expect((await ask(connection)).status).toBe(200);
});
