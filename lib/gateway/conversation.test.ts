import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HttpReply } from '../servers/http-reply';
import {
  json as answerJson,
  type Fixture,
  modernServer,
  type Received,
  result,
  error as rpcError,
  startFixture,
} from '../servers/server-fixture';
import { type SessionServer, sessionServer } from '../servers/session-fixture';
import { all, type GatewayOfTest, json, messages, modern, startGateway } from './gateway-fixture';

const elicitation = { elicitation: {} };
const call = (id: unknown, params: object = {}) => ({ id, method: 'tools/call', params: { name: 'echo', ...params } });
const question = (id: string) => ({
  jsonrpc: '2.0',
  id,
  method: 'elicitation/create',
  params: { message: 'Sure?', requestedSchema: {} },
});
const write = (response: ServerResponse, message: object) => response.write(`data: ${JSON.stringify(message)}\n\n`);
const begin = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'text/event-stream' });

describe('a conversation between a server and a client', () => {
  let server: SessionServer;
  let fixture: Fixture;
  let world: GatewayOfTest;
  const opened: Fixture[] = [];
  /** How the server answers a call. */
  let onCall: (received: Received, response: ServerResponse) => void;

  async function start(limits: { timeoutMs?: number; totalTimeoutMs?: number } = {}) {
    server = sessionServer((received, response) => onCall(received, response));
    fixture = await startFixture(server.respond);
    opened.push(fixture);
    world = startGateway([{ url: fixture.url, ...limits }]);
  }
  beforeEach(() => {
    onCall = ({ message }, response) => answerJson(response, 200, result(message, { content: [] }));
  });
  afterEach(async () => {
    await world.close();
    await Promise.all(opened.splice(0).map((one) => one.close()));
  });

  const got = (match: (message: Received['message']) => boolean) =>
    vi.waitFor(
      () => {
        const found = fixture.received.find(({ message }) => match(message));
        if (found === undefined) throw new Error('not yet');
        return found;
      },
      { timeout: 5_000, interval: 5 },
    );
  /** What a server does once it has something; a server whose session ends first waits for it in vain. */
  const whenGot = (match: Parameters<typeof got>[0], react: (found: Received) => void) =>
    void got(match).then(react, () => undefined);
  const nothingHeld = () =>
    vi.waitFor(() => {
      expect(world.gateway.counts()).toMatchObject({ callsUnderWay: 0, parkedCalls: 0, clientAsks: 0 });
      expect(world.connections.counts()).toMatchObject({ leasesOut: 0, requestsUnderWay: 0 });
    }, 4_000);

  it('takes the word of a server that says in the middle of a call that its lists have changed', async () => {
    await start();
    onCall = ({ message }, response) => {
      begin(response);
      write(response, { jsonrpc: '2.0', method: 'notifications/tools/list_changed' });
      write(response, result(message, { content: [] }));
      response.end();
    };
    const heard: string[] = [];
    const listening = world.connections.get(world.target()).listen(({ method }) => heard.push(method));
    const sessions: Record<string, string>[] = [{}, { 'mcp-session-id': await world.initialize(elicitation) }];
    for (const session of sessions) {
      const told = (await all(await world.ask(call(1), session))).filter(({ method }) => method !== undefined);
      expect(told).toEqual([]);
    }
    expect(heard).toEqual(['notifications/tools/list_changed', 'notifications/tools/list_changed']);
    listening.close();
  });

  it('brings a question to a session and its answer back, byte for byte, and leaves nothing behind', async () => {
    await start();
    onCall = ({ message }, response) => {
      begin(response);
      write(response, question('their-1'));
      whenGot(
        ({ id, method }) => id === 'their-1' && method === undefined,
        ({ message: answer }) => {
          write(response, result(message, { content: [], heard: answer.result }));
          response.end();
        },
      );
    };
    const session = { 'mcp-session-id': await world.initialize(elicitation) };
    const heard: unknown[] = [];
    for await (const message of messages(await world.ask(call(1), session))) {
      heard.push(message);
      if (message.method === 'elicitation/create')
        await world.ask({ id: message.id, result: { action: 'accept', content: {} } }, session);
    }
    expect(heard).toMatchObject([
      { params: { message: '[Demo] Sure?' } },
      { id: 1, result: { heard: { action: 'accept', content: {} } } },
    ]);
    await nothingHeld();
    expect(world.calls).toMatchObject([{ outcome: 'ok' }]);
  });

  it('goes on when notes come beside a reply whose client reads slowly', async () => {
    await start();
    const note = (n: number) => ({
      jsonrpc: '2.0',
      method: 'notifications/message',
      params: { level: 'info', data: n },
    });
    onCall = ({ message }, response) => {
      begin(response);
      for (let n = 0; n < 100; n += 1) write(response, note(n));
      for (let n = 0; n < 200; n += 1) server.say(note(1_000 + n));
      setImmediate(() => {
        write(response, result(message, { content: [] }));
        response.end();
      });
    };
    // In the stateless way, nothing is kept for the client: it reads at its own pace.
    const [message, headers] = modern(
      'tools/call',
      { name: 'echo', _meta: { 'io.modelcontextprotocol/logLevel': 'debug' } },
      elicitation,
    );
    const asked = await world.ask(message, headers);
    await vi.waitFor(() => expect(fixture.received.some((one) => one.message.method === 'tools/call')).toBe(true));
    await new Promise((resolve) => setImmediate(resolve));
    const heard = await all(asked);
    expect(heard.at(-1)).toMatchObject({ id: 'm', result: { resultType: 'complete' } });
    const own = heard
      .map(({ params }) => (params as { data?: number } | undefined)?.data ?? -1)
      .filter((n) => n >= 0 && n < 1_000);
    expect(own).toEqual(Array.from({ length: 100 }, (_, n) => n));
    await nothingHeld();
  });

  it('stops the clocks until the last of several questions is answered', async () => {
    await start();
    onCall = ({ message }, response) => {
      begin(response);
      write(response, question('first'));
      write(response, question('second'));
      whenGot(
        ({ id, method }) => id === 'second' && method === undefined,
        () => {
          write(response, result(message, { content: [] }));
          response.end();
        },
      );
    };
    const goesOn = vi.spyOn(HttpReply.prototype, 'resume');
    const session = { 'mcp-session-id': await world.initialize(elicitation) };
    const asked = messages(await world.ask(call(1), session));
    const [first, second] = [(await asked.next()).value, (await asked.next()).value];
    await world.ask({ id: first?.id, result: { action: 'cancel' } }, session);
    await got(({ id, method }) => id === 'first' && method === undefined);
    expect(goesOn).not.toHaveBeenCalled();
    await world.ask({ id: second?.id, result: { action: 'cancel' } }, session);
    expect((await asked.next()).value).toMatchObject({ id: 1, result: { content: [] } });
    expect(goesOn).toHaveBeenCalledOnce();
    goesOn.mockRestore();
    await nothingHeld();
  });

  it('waits here for a 2026-07-28 client, and goes on with what it brings', async () => {
    await start();
    onCall = ({ message }, response) => {
      begin(response);
      write(response, question('their-1'));
      whenGot(
        ({ id, method }) => id === 'their-1' && method === undefined,
        ({ message: answer }) => {
          write(response, result(message, { content: [], heard: answer.result }));
          response.end();
        },
      );
    };
    const first = json(await world.ask(...modern('tools/call', { name: 'echo' }, elicitation))).result;
    expect(first).toMatchObject({
      resultType: 'input_required',
      inputRequests: { q1: { method: 'elicitation/create' } },
    });
    expect(world.gateway.counts()).toMatchObject({ parkedCalls: 1, callsUnderWay: 1 });
    const { requestState } = first;
    const again = json(await world.ask(...modern('tools/call', { name: 'echo', requestState }, elicitation))).result;
    expect(again).toMatchObject({ resultType: 'input_required' });
    const inputResponses = { q1: { action: 'accept', content: { n: 1 } } };
    const retry = { name: 'echo', requestState: again.requestState, inputResponses };
    expect(json(await world.ask(...modern('tools/call', retry, elicitation))).result).toMatchObject({
      heard: inputResponses.q1,
    });
    expect(json(await world.ask(...modern('tools/call', retry, elicitation))).result.isError).toBe(true);
    await nothingHeld();
  });

  it('gives the place at the server back when the server fails while nobody is there to hear it', async () => {
    await start();
    let break_ = () => {};
    onCall = (_, response) => {
      begin(response);
      write(response, question('their-1'));
      break_ = () => response.destroy();
    };
    const first = json(await world.ask(...modern('tools/call', { name: 'echo' }, elicitation))).result;
    break_();
    await vi.waitFor(() => expect(world.connections.counts().leasesOut).toBe(0), 4_000);
    const retry = { name: 'echo', requestState: first.requestState, inputResponses: { q1: { action: 'cancel' } } };
    expect(json(await world.ask(...modern('tools/call', retry, elicitation))).result.isError).toBe(true);
    await nothingHeld();
  });

  it('ends with its token while it waits for its client, and tells the server', async () => {
    await start();
    onCall = (_, response) => {
      begin(response);
      write(response, question('their-1'));
    };
    await world.ask(...modern('tools/call', { name: 'echo' }, elicitation));
    world.gateway.closeTokenStreams('t1');
    await got(({ method }) => method === 'notifications/cancelled');
    await nothingHeld();
    expect(world.calls).toMatchObject([{ outcome: 'cancelled' }]);
  });

  it('ends when a 2026-07-28 client hangs up, and nobody gets the session in which its request was left', async () => {
    await start();
    onCall = (_, response) => {
      begin(response);
      response.flushHeaders();
    };
    const pending = world.ask(...modern('tools/call', { name: 'echo' }, elicitation));
    await got(({ method }) => method === 'tools/call');
    world.gateway.closeTokenStreams('t1');
    await pending;
    await nothingHeld();
    expect(world.connections.counts().leasesIdle).toBe(0);
  });

  it('keeps the session of a request that was answered for the next one', async () => {
    await start();
    for (const id of [1, 2]) await world.ask(...modern('tools/call', { name: 'echo', arguments: { id } }, elicitation));
    await nothingHeld();
    expect([server.declared.size, world.connections.counts().leasesIdle]).toEqual([2, 1]);
  });

  it('refuses in the words of 2025-11-25 what the client did not declare', async () => {
    await start();
    onCall = ({ message }, response) => {
      begin(response);
      write(response, { ...question('url'), params: { mode: 'url', message: 'm', url: 'https://a.example' } });
      write(response, { jsonrpc: '2.0', id: 'roots', method: 'roots/list' });
      void Promise.all(['url', 'roots'].map((id) => got((one) => one.id === id))).then(() => {
        write(response, result(message, { content: [] }));
        response.end();
      });
    };
    await world.ask(...modern('tools/call', { name: 'echo' }, elicitation));
    const answers = ['url', 'roots'].map((id) => fixture.received.find(({ message }) => message.id === id)?.message);
    expect(answers).toMatchObject([{ error: { code: -32602 } }, { error: { code: -32601 } }]);
  });

  it('asks a client no more than 64 things for one request, however often the server asks', async () => {
    await start();
    onCall = ({ message }, response) => {
      begin(response);
      for (let n = 0; n < 70; n += 1) write(response, question(`their-${n}`));
      whenGot(
        ({ id, error }) => id === 'their-69' && error !== undefined,
        () => {
          write(response, result(message, { content: [] }));
          response.end();
        },
      );
    };
    const session = { 'mcp-session-id': await world.initialize(elicitation) };
    const heard = await all(await world.ask(call(1), session));
    expect(heard).toHaveLength(65);
    await nothingHeld();
  });

  it('of a client before 2026-07-28 that has left ends by the timeout, with its outcome on record', async () => {
    await start({ timeoutMs: 300, totalTimeoutMs: 60_000 });
    onCall = (_, response) => {
      begin(response);
      const timer = setInterval(() => {
        write(response, { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'busy' } });
        write(response, question('again'));
      }, 50);
      response.once('close', () => clearInterval(timer));
    };
    const stream = messages(await world.ask(call(1)));
    await stream.next();
    const startedMs = performance.now();
    await stream.return(undefined);
    expect(performance.now() - startedMs).toBeLessThan(4_500);
    expect(world.calls).toMatchObject([{ outcome: 'cancelled' }]);
    await got(({ method }) => method === 'notifications/cancelled');
    await nothingHeld();
  });

  it('whose question is nonsense fails as an answer, and not as a fault of the gateway', async () => {
    await start();
    const data = { elicitations: [{ message: { toString: 1 }, url: 'https://a.example', elicitationId: 'e' }] };
    onCall = ({ message }, response) =>
      answerJson(response, 200, { jsonrpc: '2.0', id: message.id, error: { code: -32042, message: 'go', data } });
    const url = { elicitation: { url: {} } };
    const asks = json(await world.ask(...modern('tools/call', { name: 'echo' }, url))).result;
    expect(asks.inputRequests.url1.params).toMatchObject({ message: '[Demo] ', mode: 'url' });
    data.elicitations = [];
    expect(json(await world.ask(...modern('tools/call', { name: 'echo' }, url))).result.isError).toBe(true);
    await nothingHeld();
  });

  it('takes the answer that comes beside a reply which never begins, and waits for that no longer', async () => {
    await start();
    onCall = ({ message }) => server.say(result(message, { content: [] }));
    const { response } = await world.ask(...modern('tools/call', { name: 'echo' }, elicitation));
    expect(JSON.parse(String(response.body)).result).toMatchObject({ content: [] });
    await nothingHeld();
    expect(world.calls).toMatchObject([{ outcome: 'ok' }]);
  });

  it('of a client that takes no stream refuses what the server asks, instead of waiting for nobody', async () => {
    await start();
    onCall = ({ message }, response) => {
      begin(response);
      write(response, question('their-1'));
      whenGot(
        ({ id, error }) => id === 'their-1' && error !== undefined,
        () => {
          write(response, result(message, { content: [] }));
          response.end();
        },
      );
    };
    const session = { 'mcp-session-id': await world.initialize(elicitation) };
    const asked = await world.ask(call(1), { ...session, accept: 'application/json' });
    expect(json(asked)).toMatchObject({ id: 1, result: { content: [] } });
    await nothingHeld();
  });

  it('with a 2026-07-28 server that asks a session client asks again with the answer, eight times at most', async () => {
    const asks: string[] = [];
    const modernFixture = await startFixture(
      modernServer(({ message }, response) => {
        if (message.method !== 'tools/call') return answerJson(response, 404, rpcError(message, -32601, 'no'));
        asks.push(JSON.stringify((message.params as { inputResponses?: unknown }).inputResponses ?? null));
        const inputRequests = { k: { method: 'elicitation/create', params: { message: 'Sure?' } } };
        answerJson(
          response,
          200,
          result(message, { resultType: 'input_required', requestState: 'own', inputRequests }),
        );
      }),
    );
    opened.push(modernFixture);
    world = startGateway([{ url: modernFixture.url }]);
    const session = { 'mcp-session-id': await world.initialize(elicitation) };
    const heard: Record<string, unknown>[] = [];
    for await (const message of messages(await world.ask(call(1), session))) {
      heard.push(message);
      if (message.method !== undefined)
        await world.ask({ id: message.id, result: { action: 'accept', n: heard.length } }, session);
    }
    expect(heard).toHaveLength(9);
    expect(heard.at(-1)).toMatchObject({ id: 1, result: { isError: true } });
    expect(asks.slice(0, 2)).toEqual(['null', '{"k":{"action":"accept","n":1}}']);
    expect(asks).toHaveLength(9);
    await nothingHeld();
  });

  it('is not held up by a session that is over', async () => {
    await start();
    onCall = (_, response) => {
      begin(response);
      write(response, question('their-1'));
      whenGot(
        ({ id, method }) => id === 'their-1' && method === undefined,
        () => response.destroy(),
      );
    };
    const id = await world.initialize(elicitation);
    const stream = messages(await world.ask(call(1), { 'mcp-session-id': id }));
    await stream.next();
    world.gateway.closeTokenStreams('t1');
    await nothingHeld();
    expect(world.gateway.counts().clientSessions).toBe(0);
  });
});
