import { once } from 'node:events';
import { Agent, request as httpRequest, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { deferred, ok, openFrontDoor, send } from './test-front-door';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function open(...options: Parameters<typeof openFrontDoor>) {
  const opened = await openFrontDoor(...options);
  servers.push(opened.server);
  return opened;
}

describe('what reaches the gateway', () => {
  it('gets every method of /ws/<slug> with its query and its headers', async () => {
    const seen: string[] = [];
    const { port } = await open(async ({ method, slug, query, headers }) => {
      seen.push(`${method} ${slug} ${query} ${headers.authorization}`);
      return ok();
    });
    await send(port, '/ws/acme/');
    expect(seen.splice(0)).toEqual(['GET acme  undefined']);
    for (const method of ['GET', 'POST', 'DELETE']) {
      await send(port, '/ws/acme?a=1', { method, headers: { authorization: 'Bearer x' } });
    }
    expect(seen).toEqual(['GET acme a=1 Bearer x', 'POST acme a=1 Bearer x', 'DELETE acme a=1 Bearer x']);
  });

  it.each([
    ...['/ws', '/ws/', '/ws//', '/ws/a/b', '/ws/a//', '/ws/%zz', '/ws/a%2fb', '/ws/%'],
    ...['//ws/a', '/ws//a', '///ws', '/\\ws/a', '//ws//a?b'],
  ])('does not get %s, and neither does Next, which might redirect it', async (path) => {
    const refuse = () => Promise.reject(new Error('the gateway was asked'));
    const { port } = await open(refuse, { next: (_request, response) => void response.end('page') });
    const answer = await send(port, path, { method: 'POST', body: '{}' });
    expect([answer.status, answer.text]).toEqual([404, expect.stringMatching(/^Not found/)]);
  });

  it.each(['/workspaces/%zz/tokens', '/api/v1/workspaces/%', '/%ff'])(
    '%s, which is no address, is our refusal',
    async (path) => {
      const { port } = await open(async () => ok(), {
        next: (_request, response) => void response.writeHead(500).end(),
      });
      expect((await send(port, path)).status).toBe(400);
    },
  );

  it('gets a slug by its characters, however they were written', async () => {
    const { port } = await open(async ({ slug }) => ({ ...ok(), body: slug }));
    expect((await send(port, '/ws/%61cme')).text).toBe('acme');
    expect((await send(port, '/ws/%2561cme')).text).toBe('%61cme');
  });

  it('shows two hosts or two tokens in one request as neither of them, and knows a whole address by its host', async () => {
    const { port } = await open(async ({ slug, headers }) => ({
      ...ok(),
      body: `${slug} ${headers.host} ${headers.authorization}`,
    }));
    const socket = connect(port, '127.0.0.1');
    const lines = ['GET /ws/acme HTTP/1.1', 'Host: a', 'Host: b', 'Authorization: x', 'Authorization: y'];
    socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    let answered = '';
    for await (const piece of socket) answered += piece;
    expect(answered).toMatch(/acme a, b x, y$/);
    const whole = { headers: { host: '127.0.0.1' } };
    expect((await send(port, 'http://evil.example/ws/acme?a', whole)).text).toBe('acme evil.example undefined');
    expect((await send(port, 'http://evil.example/', whole)).status).toBe(403);
    expect((await send(port, '*', { method: 'OPTIONS' })).status).toBe(400);
  });

  it('reads a body of exactly the bound byte for byte, whether its length was told or not', async () => {
    const body = Buffer.alloc(256 * 1024, 'ä');
    const { port } = await open(async (request) => {
      const read = await request.readBody(body.length);
      return { ...ok(), body: String(read !== 'too_large' && read.equals(body)) };
    });
    const told = { 'content-length': String(body.length) };
    expect((await send(port, '/ws/a', { method: 'POST', body, headers: told })).text).toBe('true');
    const untold = { 'transfer-encoding': 'chunked' };
    expect((await send(port, '/ws/a', { method: 'POST', body, headers: untold })).text).toBe('true');
  });

  it('answers a body over the bound, and the connection stays usable', async () => {
    const { port } = await open(async (request) => {
      const read = await request.readBody(1_000);
      return { ...ok(), status: read === 'too_large' ? 413 : 200 };
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const body = Buffer.alloc(5 * 1024 * 1024);
    const lengthTold: Record<string, string> = { 'content-length': String(body.length) };
    for (const headers of [lengthTold, { 'transfer-encoding': 'chunked' }]) {
      expect((await send(port, '/ws/a', { method: 'POST', body, headers, agent })).status).toBe(413);
    }
    expect((await send(port, '/ws/a', { method: 'POST', body: 'small', agent })).status).toBe(200);
    agent.destroy();
  });

  it.each(['401', '413'])(
    'a client that wants its connection closed gets %s before it has sent all',
    async (status) => {
      const { port } = await open(async (request) => {
        if (status === '413') await request.readBody(1_000);
        return { ...ok(), status: Number(status) };
      });
      const body = Buffer.alloc(20 * 1024 * 1024);
      const headers = { connection: 'close' };
      const answer = await send(port, '/ws/a', { method: 'POST', body, headers });
      expect(answer.status).toBe(Number(status));
    },
  );

  it('hears that a client has gone before its answer was complete, and not when it has its answer', async () => {
    let gone = 0;
    const told = deferred<void>();
    const { port } = await open(async (request) => {
      request.onClose(() => {
        gone += 1;
        told.resolve();
      });
      if (request.slug === 'quick') return ok();
      await told.promise;
      return ok();
    });
    await send(port, '/ws/quick', { method: 'POST', body: '{}' });
    expect(gone).toBe(0);
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /ws/slow HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nContent-Length: 2\r\n\r\n{}');
    await once(socket, 'connect');
    socket.destroy();
    await told.promise;
    expect(gone).toBe(1);
  });

  it('does not wait for ever for a body whose client has gone', async () => {
    const failed = deferred<string>();
    const { port } = await open((request) =>
      request.readBody(1_000).then(
        () => ok(),
        (error: Error) => {
          failed.resolve(error.name);
          throw error;
        },
      ),
    );
    const socket = connect(port, '127.0.0.1');
    socket.write('POST /ws/a HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nContent-Length: 100\r\n\r\nhalf');
    await once(socket, 'connect');
    socket.destroy();
    expect(await failed.promise).toBe('ClientGone');
  });
});

describe('a streamed answer', () => {
  it('reaches the client piece by piece, headers before the first piece', async () => {
    const steps = [deferred<string>(), deferred<string>()];
    async function* pieces() {
      for (const step of steps) yield await step.promise;
    }
    const { port } = await open(async () => ({ ...ok(), body: pieces() }));
    const request = httpRequest({ port, path: '/ws/a', method: 'POST', headers: { host: '127.0.0.1:3000' } });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const received = response[Symbol.asyncIterator]();
    for (const [index, step] of steps.entries()) {
      step.resolve(`event ${index}`);
      expect(String((await received.next()).value)).toBe(`event ${index}`);
    }
    expect((await received.next()).done).toBe(true);
  });

  it('is not read ahead of a client that does not read', async () => {
    let made = 0;
    async function* endless() {
      for (; made < 10_000; made += 1) yield Buffer.alloc(64 * 1024);
    }
    const { port } = await open(async () => ({ ...ok(), body: endless() }));
    const socket = connect(port, '127.0.0.1').pause();
    socket.write('POST /ws/a HTTP/1.1\r\nHost: 127.0.0.1:3000\r\nContent-Length: 0\r\n\r\n');
    // By now a server that does not wait would have read all of it.
    for (let i = 0; i < 20; i += 1) await send(port, '/livez');
    expect(made).toBeLessThan(500);
    socket.destroy();
  });
});

describe('whom pages are given to', () => {
  it.each([
    ['another host', { host: 'evil.example' }, 403],
    ['another port', { host: '127.0.0.1:4000' }, 403],
    ['our host', {}, 200],
    ['another name of loopback', { host: 'localhost:3000' }, 200],
    ['another origin', { origin: 'https://evil.example' }, 403],
    ['our origin', { origin: 'http://localhost:3000' }, 200],
    ['our own form without a referrer', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 200],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
  ])('a request that names %s', async (_case, headers, status) => {
    const { port } = await open(async () => ok());
    expect((await send(port, '/workspaces', { method: 'POST', headers })).status).toBe(status);
  });

  it('probes may use any name', async () => {
    const { port } = await open(async () => ok());
    expect((await send(port, '/livez', { headers: { host: '10.0.0.7' } })).status).toBe(200);
    expect((await send(port, '/readyz', { headers: { host: '10.0.0.7' } })).status).toBe(200);
  });

  it('Next is told the address that we know, not the one that the client wrote', async () => {
    const next: RequestListener = ({ headers }, response) => void response.end(JSON.stringify(headers));
    const { port } = await open(async () => ok(), { next });
    const lies = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' };
    const told = JSON.parse((await send(port, '/', { headers: lies })).text);
    expect(told).toMatchObject({
      'x-forwarded-for': '127.0.0.1',
      'x-forwarded-host': '127.0.0.1:3000',
      'x-forwarded-proto': 'http',
    });
  });

  it('a trusted proxy is believed about its client', async () => {
    const { port } = await open(async ({ peer }) => ({ ...ok(), body: peer }), {
      env: { trustedProxies: ['127.0.0.0/8'] },
    });
    const headers = { 'x-forwarded-for': '6.6.6.6, 203.0.113.9' };
    expect((await send(port, '/ws/a', { method: 'POST', headers })).text).toBe('203.0.113.9');
  });
});
