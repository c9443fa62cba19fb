import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { createAddressGuard } from './address-guard';
import type { ConnectFailure } from './connect-failure';
import { createConnections, type ServerConnection } from './connections';
import { connectionsForEachTest } from './connections-fixture';
import { readAnswer } from './read-answer';
import { json, legacyServer, modernServer, result, sse, targetOf } from './server-fixture';

const stage = connectionsForEachTest();
const { start } = stage;
const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const ask = (connection: ServerConnection, signal?: AbortSignal) =>
  connection.post('{"jsonrpc":"2.0","id":"q1","method":"tools/call","params":{}}', {
    method: 'tools/call',
    id: 'q1',
    ...(signal === undefined ? {} : { signal }),
  });

const failureOf = (promise: unknown): Promise<ConnectFailure> =>
  Promise.resolve(promise).then(
    () => Promise.reject(new Error('expected a ConnectFailure')),
    (failure: ConnectFailure) => failure,
  );

describe('answers that are not what they should be', () => {
  test('invalid UTF-8 in JSON is a failure, never another text', async () => {
    const fixture = await start(
      modernServer((_received, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(Buffer.concat([Buffer.from('{"result":"'), Buffer.from([0xc3, 0x28]), Buffer.from('"}')]));
      }),
    );
    const reply = await ask(stage.connections.get(targetOf(fixture.url)));
    const failure = await failureOf((async () => reply.text(1_000))());
    expect(failure).toMatchObject({ stage: 'protocol', ran: 'unknown' });
    expect(failure.message).toBe("The server's answer is not valid UTF-8, as JSON must be.");
  });

  test('invalid UTF-8 in an event stream is a failure; a character cut between two pieces is none', async () => {
    let bytes: Buffer[] = [];
    const fixture = await start(
      modernServer((_received, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const [first, ...rest] = bytes;
        response.write(first, () => setImmediate(() => response.end(Buffer.concat(rest))));
      }),
    );
    const connection = stage.connections.get(targetOf(fixture.url));
    const event = Buffer.from('data: {"jsonrpc":"2.0","id":"q1","result":{"x":"größe"}}\n\n');
    const cut = event.indexOf(0xc3) + 1;
    bytes = [event.subarray(0, cut), event.subarray(cut)];
    expect((await readAnswer(await ask(connection), 'q1', 1_000))?.message.result).toEqual({ x: 'größe' });
    bytes = [event.subarray(0, cut), Buffer.from('("}}\n\n')];
    expect(await failureOf(readAnswer(await ask(connection), 'q1', 1_000))).toMatchObject({ stage: 'protocol' });
  });

  test('an answer to another request is not taken, nor a second one to ours', async () => {
    const wrong = { jsonrpc: '2.0', id: 'q2', result: { whose: 'another' } };
    const fixture = await start(
      modernServer(({ message }, response) =>
        sse(response, wrong, result(message, { n: 1 }), result(message, { n: 2 })),
      ),
    );
    const connection = stage.connections.get(targetOf(fixture.url));
    expect((await readAnswer(await ask(connection), 'q1', 1_000))?.message.result).toEqual({ n: 1 });
    const lying = await start(modernServer((_received, response) => json(response, 200, wrong)));
    expect(
      await readAnswer(await ask(stage.connections.get(targetOf(lying.url, { id: 'b' }))), 'q1', 1_000),
    ).toBeNull();
  });

  test('50 MB are cut off at the bound, and the connection to the server with them', async () => {
    let isClosed = false;
    let sentMiB = 0;
    const piece = Buffer.alloc(1024 * 1024, '1');
    const fixture = await start(
      modernServer((_received, response) => {
        response.once('close', () => {
          isClosed = true;
        });
        response.writeHead(200, { 'content-type': 'application/json' });
        const send = (): void => {
          sentMiB += 1;
          if (sentMiB === 50) response.end(piece);
          else response.write(piece, (error) => (error == null ? send() : undefined));
        };
        send();
      }),
    );
    const reply = await ask(stage.connections.get(targetOf(fixture.url)));
    expect(await failureOf(reply.text(32 * 1024 * 1024))).toMatchObject({ stage: 'too_large' });
    await expect.poll(() => isClosed).toBe(true);
    expect(sentMiB).toBeLessThan(50);
    expect(stage.connections.counts()).toMatchObject({ requestsUnderWay: 0 });
  });

  test('a redirect is told, not followed', async () => {
    let followed = 0;
    const other = await start((_received, response) => {
      followed += 1;
      response.end();
    });
    const fixture = await start(
      modernServer((_received, response) => void response.writeHead(308, { location: other.url }).end()),
    );
    const reply = await ask(stage.connections.get(targetOf(fixture.url)));
    expect(reply).toMatchObject({ status: 308, redirectOrigin: `http://127.0.0.1:${other.port}` });
    expect(followed).toBe(0);
  });

  test('an event stream that ends in the middle of an event has no answer', async () => {
    const fixture = await start(
      modernServer((_received, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.end('data: {"jsonrpc":"2.0","id":"q1","result":{}}\n');
      }),
    );
    expect(await readAnswer(await ask(stage.connections.get(targetOf(fixture.url))), 'q1', 1_000)).toBeNull();
  });
});

describe('slow servers', () => {
  /** Speaks HTTP by the byte, which node:http would not. */
  async function startDripping(head: string): Promise<{ url: string; closed: () => boolean }> {
    let isClosed = false;
    const sockets = new Set<Socket>();
    const server = createTcpServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      let at = 0;
      const drip = setInterval(() => socket.write(head[at++ % head.length] ?? ' '), 10);
      socket.once('close', () => {
        clearInterval(drip);
        isClosed = true;
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    closers.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return { url: `http://127.0.0.1:${port}/mcp`, closed: () => isClosed };
  }

  test('headers that come byte by byte never set the clock back', async () => {
    const server = await startDripping(`HTTP/1.1 200 OK\r\nx-slow: ${'y'.repeat(5_000)}`);
    const connection = stage.connections.get(targetOf(server.url, { timeoutMs: 200, protocolVersion: '2026-07-28' }));
    const failure = await failureOf(ask(connection));
    expect(failure.message).toBe('The connection stands, but no answer began within 0.2 s.');
    await expect.poll(server.closed).toBe(true);
  });

  test('a stream that keeps saying something outlives the idle time, not the total time', async () => {
    const fixture = await start(
      modernServer((_received, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const drip = setInterval(() => response.write(': still here\n\n'), 20);
        response.once('close', () => clearInterval(drip));
      }),
    );
    const connection = stage.connections.get(targetOf(fixture.url, { timeoutMs: 150, totalTimeoutMs: 600 }));
    const startedMs = performance.now();
    const failure = await failureOf(readAnswer(await ask(connection), 'q1', 10_000));
    expect(failure.message).toBe('The answer was not complete within 0.6 s.');
    expect(performance.now() - startedMs).toBeGreaterThan(590);
  });

  test('while somebody else is waited for no clock runs; afterwards both begin anew', async () => {
    let say: (text: string) => void = () => {};
    const fixture = await start(
      modernServer((_received, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        say = (text) => void response.write(text);
      }),
    );
    const connection = stage.connections.get(targetOf(fixture.url, { timeoutMs: 100, totalTimeoutMs: 200 }));
    const reply = await ask(connection);
    reply.hold();
    const answer = failureOf(readAnswer(reply, 'q1', 10_000));
    const other = await ask(connection);
    expect((await failureOf(other.text(1_000))).message).toContain('nothing came for 0.1 s');
    expect(stage.connections.counts()).toMatchObject({ requestsUnderWay: 1 });
    reply.resume();
    say(': awake\n\n');
    expect((await answer).stage).toBe('timeout');
  });

  test('a held answer still arrives', async () => {
    let finish: () => void = () => {};
    const fixture = await start(
      legacyServer(({ message }, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
        finish = () => response.end(`data: ${JSON.stringify(result(message, { ok: true }))}\n\n`);
      }),
    );
    const reply = await ask(stage.connections.get(targetOf(fixture.url, { timeoutMs: 100 })));
    reply.hold();
    const answer = readAnswer(reply, 'q1', 10_000);
    finish();
    expect((await answer)?.message.result).toEqual({ ok: true });
  });

  test('a caller who leaves closes the request at once, before and in the middle of its answer', async () => {
    let closedCount = 0;
    let mayBegin = false;
    const fixture = await start(
      modernServer((_received, response) => {
        response.once('close', () => {
          closedCount += 1;
        });
        if (mayBegin) response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      }),
    );
    const connection = stage.connections.get(targetOf(fixture.url));
    await connection.open();
    for (const begins of [false, true]) {
      mayBegin = begins;
      const count = closedCount;
      const aborter = new AbortController();
      const asking = ask(connection, aborter.signal);
      if (begins) await asking;
      else await expect.poll(() => fixture.received.length).toBe(2);
      aborter.abort();
      const failure = await failureOf(begins ? (await asking).text(1_000) : asking);
      expect(failure).toMatchObject({ stage: 'closed', message: 'The request was cancelled.' });
      await expect.poll(() => closedCount).toBe(count + 1);
    }
  });

  test('an address that takes no connections is given up after its own time', async () => {
    const guard = createAddressGuard({
      networks: { mode: 'any' },
      allowLoopback: true,
      lookupAll: () => new Promise(() => {}),
    });
    const slow = createConnections({ guard, version: '1' });
    closers.push(() => slow.close());
    const target = targetOf('https://never.example/mcp', { connectTimeoutMs: 300, timeoutMs: 60_000 });
    const failure = await failureOf(slow.get(target).open());
    expect(failure).toMatchObject({ stage: 'timeout', ran: 'never' });
    expect(failure.message).toBe('never.example:443 did not accept a connection within 0.3 s.');
  });
});

test('a name that moves to a private address between two connects is refused the second time', async () => {
  const fixture = await start(modernServer(({ message }, response) => json(response, 200, result(message, {}))));
  let address = '127.0.0.1';
  const guard = createAddressGuard({
    networks: { mode: 'public' },
    allowLoopback: true,
    lookupAll: async () => [{ address, family: 4 }],
  });
  const rebinding = createConnections({ guard, version: '1' });
  closers.push(() => rebinding.close());
  const target = targetOf(`http://mcp.example:${fixture.port}/mcp`);
  expect((await ask(rebinding.get(target))).status).toBe(200);
  address = '10.0.0.1';
  await fixture.close();
  const failures: ConnectFailure[] = [];
  for (let i = 0; i < 5; i += 1) failures.push(await failureOf(ask(rebinding.get(target))));
  expect(failures.at(-1)).toMatchObject({ stage: 'address', ran: 'never' });
  expect(failures.at(-1)?.message).not.toContain('10.0.0.1');
});

test('a certificate that has expired is told in words', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'aerostack-tls-'));
  closers.push(() => rmSync(folder, { recursive: true }));
  const [key, request, cert] = ['key.pem', 'request.pem', 'cert.pem'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  openssl('req', ...curve, '-keyout', key, '-out', request, '-subj', '/CN=127.0.0.1');
  openssl('x509', '-req', '-in', request, '-signkey', key, '-out', cert, '-days', '-1');
  const server = createTlsServer({ key: readFileSync(key), cert: readFileSync(cert) });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const failure = await failureOf(stage.connections.get(targetOf(`https://127.0.0.1:${port}/mcp`)).open());
  expect(failure).toMatchObject({ stage: 'tls', ran: 'never' });
  expect(failure.message).toBe('The TLS certificate of 127.0.0.1 has expired.');
});
