import { describe, expect, test } from 'vitest';
import { answerServerRequest } from './answer-server-request';
import type { ConnectFailure } from './connect-failure';
import type { ServerConnection } from './connections';
import { connectionsForEachTest } from './connections-fixture';
import { readAnswer } from './read-answer';
import {
  error,
  type Fixture,
  json,
  legacyServer,
  modernServer,
  type Respond,
  result,
  sse,
  startFixture,
  targetOf,
} from './server-fixture';

const stage = connectionsForEachTest();
const { start } = stage;

const ask = (connection: ServerConnection, method = 'tools/list', id = 'q1') =>
  connection.post(JSON.stringify({ jsonrpc: '2.0', id, method, params: {} }), { method });

const failureOf = (promise: Promise<unknown>): Promise<ConnectFailure> =>
  promise.then(
    () => Promise.reject(new Error('expected a ConnectFailure')),
    (failure: ConnectFailure) => failure,
  );

const methods = (fixture: Fixture) => fixture.received.map(({ message, httpMethod }) => message.method ?? httpMethod);

const listTwo: Respond = ({ message }, response) => json(response, 200, result(message, { tools: [1, 2] }));

describe('opening a server', () => {
  test('a server that answers server/discover is modern, and every request says so in its headers', async () => {
    const fixture = await start(modernServer(listTwo));
    const connection = stage.connections.get(targetOf(fixture.url));
    expect(await connection.open()).toEqual({
      era: 'modern',
      protocolVersion: '2026-07-28',
      serverInfo: { name: 'modern-fixture', version: '2.0.0' },
      instructions: 'Be modern.',
      capabilities: { tools: {} },
      epoch: 1,
      asked: true,
    });
    const reply = await connection.post('{"jsonrpc":"2.0","id":"q1","method":"tools/call"}', {
      method: 'tools/call',
      name: 'größe',
      paramHeaders: { 'Mcp-Param-City': 'Ulm', Authorization: 'Bearer client' },
      traceHeaders: { traceparent: '00-1-2-01', cookie: 'session=client' },
    });
    expect(await reply.text(1000)).toContain('"tools":[1,2]');
    expect(fixture.received[0]?.message.params).toEqual({
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientCapabilities': {},
        'io.modelcontextprotocol/clientInfo': { name: 'aerostack-mcp-gateway', version: '1.2.3' },
      },
    });
    expect(fixture.received[1]?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'tools/call',
      'mcp-name': '=?base64?Z3LDtsOfZQ==?=',
      'mcp-param-city': 'Ulm',
      traceparent: '00-1-2-01',
    });
    expect(fixture.received[1]?.headers).not.toHaveProperty('authorization');
    expect(fixture.received[1]?.headers).not.toHaveProperty('cookie');
  });

  test('a server that refuses server/discover is initialised, announced and addressed with its session', async () => {
    const fixture = await start(legacyServer(listTwo, () => 'session-a'));
    const connection = stage.connections.get(targetOf(fixture.url));
    expect(await connection.open()).toMatchObject({
      era: 'legacy',
      protocolVersion: '2025-11-25',
      serverInfo: { name: 'legacy-fixture' },
      instructions: 'Be kind.',
    });
    await (await ask(connection)).text(1000);
    expect(methods(fixture)).toEqual(['server/discover', 'initialize', 'notifications/initialized', 'tools/list']);
    expect(fixture.received[1]?.message.params).toMatchObject({ protocolVersion: '2025-11-25', capabilities: {} });
    for (const { headers } of fixture.received.slice(2)) {
      expect(headers).toMatchObject({ 'mcp-session-id': 'session-a', 'mcp-protocol-version': '2025-11-25' });
    }
  });

  test('a hundred callers at once open a server once', async () => {
    const fixture = await start(legacyServer(listTwo));
    const connection = stage.connections.get(targetOf(fixture.url));
    const replies = await Promise.all(Array.from({ length: 100 }, (_, i) => ask(connection, 'tools/list', `q${i}`)));
    const texts = await Promise.all(replies.map((reply) => reply.text(1000)));
    expect(new Set(texts).size).toBe(100);
    expect(methods(fixture).filter((method) => method === 'initialize')).toHaveLength(1);
  });

  test('-32022 with versions that we know leads to the handshake, with none to a sentence that names one', async () => {
    const supporting = (versions: string[]) =>
      start(({ message }, response) =>
        message.method === 'server/discover'
          ? json(response, 400, error(message, -32022, 'no', { supported: versions }))
          : legacyServer(listTwo)({ message, headers: {}, httpMethod: 'POST' }, response),
      );
    const old = await supporting(['2025-11-25']);
    expect(await stage.connections.get(targetOf(old.url)).open()).toMatchObject({ era: 'legacy' });
    const future = await supporting(['2030-01-01']);
    const failure = await failureOf(stage.connections.get(targetOf(future.url)).open());
    expect(failure.message).toBe('The server speaks MCP 2030-01-01, which Aerostack does not know.');
    expect(methods(future)).toEqual(['server/discover']);
  });

  test('a stored verdict saves the probe, and is replaced by the server itself when asked to', async () => {
    const fixture = await start(legacyServer(listTwo));
    const connection = stage.connections.get(targetOf(fixture.url, { protocolVersion: '2025-11-25' }));
    expect(await connection.open()).toMatchObject({ asked: false, epoch: 1 });
    expect(methods(fixture)).toEqual(['initialize', 'notifications/initialized']);
    expect(await connection.open({ ask: true })).toMatchObject({ asked: true, epoch: 2 });
    expect(methods(fixture).slice(2)).toEqual(['server/discover', 'initialize', 'notifications/initialized']);
  });

  test('a modern verdict that proves wrong is forgotten by reset', async () => {
    const fixture = await start(legacyServer(listTwo));
    const connection = stage.connections.get(targetOf(fixture.url, { protocolVersion: '2026-07-28' }));
    const { epoch } = await ask(connection);
    expect(connection.era).toBe('modern');
    connection.reset(epoch);
    expect(await connection.open()).toMatchObject({ era: 'legacy', epoch: 2 });
  });
});

describe('a session that the server lost', () => {
  test('is opened anew once, however many noticed', async () => {
    let sessions = 0;
    let known = 'session-1';
    const fixture = await start((received, response) =>
      legacyServer(
        ({ message, headers }) =>
          headers['mcp-session-id'] === known
            ? json(response, 200, result(message, { tools: [] }))
            : json(response, 404, error(message, -32001, 'Session not found')),
        () => {
          sessions += 1;
          known = `session-${sessions}`;
          return known;
        },
      )(received, response),
    );
    const connection = stage.connections.get(targetOf(fixture.url));
    await (await ask(connection)).text(1000);
    known = 'restarted';
    const lost = await Promise.all([ask(connection), ask(connection)]);
    expect(lost.map((reply) => reply.status)).toEqual([404, 404]);
    for (const reply of lost) {
      await reply.text(1000);
      connection.reset(reply.epoch);
    }
    const again = await ask(connection);
    expect(again.status).toBe(200);
    connection.reset(lost[0]?.epoch ?? 0);
    expect((await ask(connection)).epoch).toBe(again.epoch);
    expect(sessions).toBe(2);
  });
});

describe('answers', () => {
  test('an event stream is read event by event, and the server gets its ping answered', async () => {
    const fixture = await start(
      legacyServer(({ message }, response) =>
        sse(response, { jsonrpc: '2.0', id: 99, method: 'ping' }, result(message, { tools: [3] })),
      ),
    );
    const connection = stage.connections.get(targetOf(fixture.url));
    const reply = await ask(connection);
    expect(reply.contentType).toBe('text/event-stream');
    const answer = await readAnswer(reply, 'q1', 10_000, (message) => answerServerRequest(connection, message));
    expect(answer?.message.result).toEqual({ tools: [3] });
    expect(fixture.received.at(-1)?.message).toEqual({ jsonrpc: '2.0', id: 99, result: {} });
  });

  test('a connection serves again after an answer that nobody read to its end', async () => {
    const sockets = new Set<unknown>();
    const fixture = await start((received, response) => {
      sockets.add(response.socket);
      legacyServer(({ message }) => sse(response, result(message, {})))(received, response);
    });
    const connection = stage.connections.get(targetOf(fixture.url));
    for (let i = 0; i < 5; i += 1) (await ask(connection)).discard();
    await (await ask(connection)).text(1000);
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  test('an answer larger than asked for is cut off', async () => {
    const fixture = await start(
      modernServer(({ message }, response) => json(response, 200, result(message, { big: 'x'.repeat(500_000) }))),
    );
    const failure = await failureOf(
      ask(stage.connections.get(targetOf(fixture.url))).then((reply) => reply.text(100_000)),
    );
    expect(failure).toMatchObject({ stage: 'too_large', ran: 'unknown' });
  });

  test('a slow reader holds the server back instead of filling memory', async () => {
    const fixture = await start(
      modernServer((_received, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end(Buffer.alloc(3_000_000, 'x'));
      }),
    );
    const reply = await ask(stage.connections.get(targetOf(fixture.url)));
    let bytes = 0;
    for await (const chunk of reply.body) bytes += chunk.length;
    expect(bytes).toBe(3_000_000);
  });
});

describe('what a failing server is told apart by', () => {
  const always =
    (status: number, headers: Record<string, string>, body = ''): Respond =>
    (_received, response) =>
      void response.writeHead(status, headers).end(body);

  test.each<[string, Respond, object]>([
    [
      '401',
      always(401, {}),
      {
        stage: 'auth',
        status: 401,
        ran: 'never',
        message: 'The server asks for credentials (HTTP 401).',
        nextStep: 'Edit the server and enter a bearer token or headers.',
      },
    ],
    ['403', always(403, {}), { stage: 'auth', status: 403 }],
    ['500', always(500, {}, 'secret stack trace'), { stage: 'http', status: 500 }],
    ['503', always(503, {}), { stage: 'http', message: 'The server is unavailable at the moment (HTTP 503).' }],
    ['429', always(429, {}), { stage: 'http', status: 429 }],
    [
      'a web page',
      always(200, { 'content-type': 'text/html' }, '<html>'),
      { stage: 'protocol', message: 'A web page answered, not an MCP server.' },
    ],
    [
      '404',
      always(404, { 'content-type': 'text/html' }, '<html>'),
      {
        stage: 'http',
        message: 'There is no MCP endpoint at this path (HTTP 404).',
        nextStep: 'Check the path; many servers use /mcp.',
      },
    ],
    [
      'a redirect, of which only the origin is told',
      always(307, { location: 'https://evil.example/steal?token=1' }),
      { message: 'The server redirects to https://evil.example (HTTP 307), and redirects are not followed.' },
    ],
    [
      'a compressed answer',
      always(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' }, 'x'),
      { stage: 'protocol' },
    ],
    [
      'a socket that closes before any answer',
      (_received, response) => void response.destroy(),
      { stage: 'closed', ran: 'unknown' },
    ],
  ])('%s', async (_name, respond, expected) => {
    const fixture = await start(respond);
    const failure = await failureOf(stage.connections.get(targetOf(fixture.url)).open());
    expect(failure).toMatchObject({ name: 'ConnectFailure', ...expected });
    expect(`${failure.message} ${failure.nextStep}`).not.toMatch(/secret|steal/);
  });

  test('a port where nothing listens', async () => {
    const fixture = await startFixture(listTwo);
    await fixture.close();
    const failure = await failureOf(stage.connections.get(targetOf(fixture.url)).open());
    expect(failure).toMatchObject({ stage: 'connect', ran: 'never' });
    expect(failure.message).toBe(`Nothing listens at 127.0.0.1:${fixture.port}: the connection was refused.`);
  });

  test('a server that hangs, within the timeout', async () => {
    const fixture = await start(modernServer(() => {}));
    const connection = stage.connections.get(targetOf(fixture.url, { timeoutMs: 100 }));
    await connection.open();
    const failure = await failureOf(ask(connection));
    expect(failure).toMatchObject({ stage: 'timeout', ran: 'unknown' });
    expect(failure.message).toBe('The connection stands, but no answer began within 0.1 s.');
  });

  test('a server that announces its answer for ever', async () => {
    const fixture = await start((_received, response) => {
      for (let count = 0; count < 20; count += 1) response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    });
    const connection = stage.connections.get(targetOf(fixture.url, { timeoutMs: 60_000 }));
    await expect(connection.open()).rejects.toMatchObject({ stage: 'timeout', ran: 'unknown' });
  });

  test('an answer that stalls, within the timeout', async () => {
    const fixture = await start(
      modernServer((_received, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"half":');
      }),
    );
    const reply = await ask(stage.connections.get(targetOf(fixture.url, { timeoutMs: 100 })));
    expect(await failureOf(Promise.resolve(reply.text(1000)))).toMatchObject({ stage: 'timeout', ran: 'unknown' });
  });

  test('an answer that comes in drips for ever, within the total timeout', async () => {
    const fixture = await start(
      modernServer((_received, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const drip = setInterval(() => response.write(' '), 20);
        response.once('close', () => clearInterval(drip));
      }),
    );
    const reply = await ask(stage.connections.get(targetOf(fixture.url, { timeoutMs: 100, totalTimeoutMs: 300 })));
    const failure = await failureOf(Promise.resolve(reply.text(1000)));
    expect(failure).toMatchObject({ stage: 'timeout', ran: 'unknown' });
    expect(failure.message).toBe('The answer was not complete within 0.3 s.');
  });

  test('an answer that dies in the middle', async () => {
    const fixture = await start(
      modernServer((_received, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write('data: {"jsonrpc":"2.0","method":"notifications/progress"}\n\n', () => response.destroy());
      }),
    );
    const reply = await ask(stage.connections.get(targetOf(fixture.url)));
    const failure = await failureOf(readAnswer(reply, 'q1', 10_000));
    expect(failure).toMatchObject({ stage: 'closed', ran: 'unknown' });
    expect(failure.message).toContain('in the middle of its answer');
  });

  test('a caller who gives up', async () => {
    const fixture = await start(modernServer(() => {}));
    const connection = stage.connections.get(targetOf(fixture.url));
    await connection.open();
    const aborter = new AbortController();
    const waiting = connection.post('{}', { method: 'tools/call', signal: aborter.signal });
    setImmediate(() => aborter.abort());
    expect(await failureOf(waiting)).toMatchObject({ stage: 'closed', message: 'The request was cancelled.' });
  });
});

describe('connections follow the configuration', () => {
  test('the same configuration keeps its connection, a changed one gets its own', async () => {
    const fixture = await start(legacyServer(listTwo));
    const first = stage.connections.get(targetOf(fixture.url));
    expect(stage.connections.get(targetOf(fixture.url, { name: 'Renamed', headers: {} }))).toBe(first);
    const second = stage.connections.get(targetOf(fixture.url, { headers: { authorization: 'Bearer new' } }));
    expect(second).not.toBe(first);
    await (await ask(second)).text(1000);
    expect(fixture.received.every(({ headers }) => headers.authorization === 'Bearer new')).toBe(true);
    expect(await failureOf(ask(first))).toMatchObject({ stage: 'closed', ran: 'never' });
  });

  test('a connection that ends tells the server to forget its session', async () => {
    const fixture = await start(legacyServer(listTwo, () => 'session-a'));
    await stage.connections.get(targetOf(fixture.url)).open();
    await stage.connections.close();
    expect(fixture.received.at(-1)).toMatchObject({ httpMethod: 'DELETE', headers: { 'mcp-session-id': 'session-a' } });
  });

  test('closing everything does not wait for a server that hangs', async () => {
    const fixture = await start(
      legacyServer(
        () => {},
        () => 'session-a',
      ),
    );
    const hanging = failureOf(ask(stage.connections.get(targetOf(fixture.url, { timeoutMs: 60_000 }))));
    await expect.poll(() => methods(fixture)).toContain('tools/list');
    await stage.connections.close();
    expect(await hanging).toMatchObject({ stage: 'closed' });
  });

  test('credentials go out as configured; reserved headers never do', async () => {
    const fixture = await start(modernServer(listTwo));
    const headers = { 'X-Api-Key': 'k', Host: 'evil', 'Mcp-Method': 'x', 'Transfer-Encoding': 'chunked', TE: 'x' };
    await (await ask(stage.connections.get(targetOf(fixture.url, { headers })))).text(1000);
    expect(fixture.received.at(-1)?.headers).toMatchObject({
      'x-api-key': 'k',
      host: `127.0.0.1:${fixture.port}`,
      'mcp-method': 'tools/list',
    });
    expect(fixture.received.at(-1)?.headers).not.toHaveProperty('te');
  });

  test('the demo server answers in-process through the same interface', async () => {
    const connection = stage.connections.get(targetOf('aerostack:demo'));
    expect(await connection.open()).toMatchObject({ era: 'modern', serverInfo: { name: 'aerostack-demo' } });
    const params = {
      name: 'add',
      arguments: { a: 2, b: 3 },
      _meta: { 'io.modelcontextprotocol/protocolVersion': '2026-07-28' },
    };
    const reply = await connection.post(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }), {
      method: 'tools/call',
      name: 'add',
    });
    expect(JSON.parse(await reply.text(10_000))).toMatchObject({
      id: 1,
      result: { structuredContent: { sum: 5 }, resultType: 'complete' },
    });
  });
});
