import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { alone } from '../instances/registry';
import { createLog } from '../log';
import { SlidingLog } from '../rate-limit/sliding-log';
import { createSealer } from '../secrets/seal';
import type { Connections, ServerConnection, ServerReply } from '../servers/connections';
import { hashSecret, issueSecret } from '../tokens/token-format';
import type { CallRecord, GatewayDeps, RefusalRecord, TokenFacts } from './deps';
import { createGateway, type GatewayRequest, type GatewayResponse } from './handle-request';

const raw = issueSecret('mwt_');

interface World {
  token: TokenFacts | null;
  nowMs: number;
  calls: CallRecord[];
  refusals: RefusalRecord[];
  /** Answers the n-th message that reaches the server. */
  answer(
    message: { id: number; method: string; params: Record<string, unknown> },
    count: number,
  ): Partial<ServerReply> & { text?: never; say?: string };
  failLookup: boolean;
  failCatalogue: boolean;
  /** What happens while a request waits for the catalogue, and for the counter of requests. */
  onCatalogueRead(): void;
  onCount: (() => Promise<void>) | null;
  seen: string[];
}

function makeWorld(over: Partial<World> = {}): World {
  return {
    token: {
      id: 't1',
      workspaceId: 'w1',
      workspaceSlug: 'acme',
      workspaceName: 'Acme',
      revision: 1,
      memberId: null,
      lastClient: null,
      expiresAtMs: null,
      scope: null,
      accessRevision: 1,
      rateLimit: null,
      workspaceRateLimit: null,
      databaseMs: null,
      pausedAtMs: null,
      revokedAtMs: null,
    },
    nowMs: 1_000_000,
    calls: [],
    refusals: [],
    answer: ({ id }) => ({ say: JSON.stringify({ jsonrpc: '2.0', id, result: { content: [] } }) }),
    failLookup: false,
    failCatalogue: false,
    onCatalogueRead: () => undefined,
    onCount: null,
    seen: [],
    ...over,
  };
}

function gatewayOf(world: World) {
  const connection: ServerConnection = {
    protocolVersion: '2025-11-25',
    era: 'legacy',
    open: async () => ({
      era: 'legacy',
      protocolVersion: '2025-11-25',
      serverInfo: null,
      instructions: null,
      hidesField: null,
      capabilities: {},
      epoch: 1,
      asked: true,
    }),
    async post(message) {
      world.seen.push(message);
      const { say = '', ...over } = world.answer(JSON.parse(message), world.seen.length);
      return {
        status: 200,
        contentType: 'application/json',
        redirectOrigin: null,
        epoch: 1,
        body: Readable.from([Buffer.from(say)]),
        text: async () => say,
        discard: () => undefined,
        hold: () => undefined,
        resume: () => undefined,
        ...over,
      };
    },
    reset: () => undefined,
    canAsk: true,
    tell: () => undefined,
    listen: () => ({ subscribe: async () => undefined, unsubscribe: async () => undefined, close: () => undefined }),
  };
  const deps: GatewayDeps = {
    log: createLog('silent'),
    version: '1.2.3',
    origin: 'http://127.0.0.1:3000',
    ownHosts: new Set(['127.0.0.1:3000', 'localhost:3000']),
    tokenRate: 120,
    rate: counterOf(world),
    async findToken(hash) {
      if (world.failLookup) throw new Error('database away');
      return hash === hashSecret(raw) ? world.token : null;
    },
    async loadCatalogue() {
      if (world.failCatalogue) throw new Error('no such workspace');
      world.onCatalogueRead();
      return {
        revision: world.token?.revision ?? 0,
        servers: [
          {
            id: 's1',
            slug: 'demo',
            name: 'Demo',
            prefix: 'demo',
            timeoutMs: 1000,
            totalTimeoutMs: 10_000,
            status: 'up',
            statusSinceMs: null,
            refreshedAtMs: null,
            capabilities: { tools: {} },
            instructions: null,
            hidesField: null,
            prompts: [],
            resources: [],
            resourceTemplates: [],
            tools: [
              { name: 'echo', definition: '{"name":"echo","inputSchema":{"type":"object"},"x":12345678901234567890}' },
            ],
            target: () => ({
              id: 's1',
              slug: 'demo',
              name: 'Demo',
              url: 'http://x',
              headers: {},
              timeoutMs: 1000,
              connectTimeoutMs: 1000,
              totalTimeoutMs: 10_000,
              concurrencyMax: 10,
              protocolVersion: null,
            }),
          },
        ],
      };
    },
    connections: { get: () => connection } as Partial<Connections> as Connections,
    instances: alone('i1'),
    readRevisions: async (ids) => new Map(ids.map((id) => [id, world.token?.revision ?? 0])),
    sealer: createSealer('a secret of this test that is long enough'),
    recordCall: (call) => world.calls.push(call),
    recordRefusal: (refusal) => world.refusals.push(refusal),
    touchToken: () => undefined,
    reportServer: () => undefined,
    monotonicMs: () => world.nowMs,
    nowMs: () => world.nowMs,
    newRequestId: () => 'r1',
  };
  return createGateway(deps);
}

/** In memory, or as one elsewhere that has to be waited for. */
function counterOf(world: World): GatewayDeps['rate'] {
  const log = new SlidingLog(() => world.nowMs);
  const { onCount } = world;
  if (onCount === null) return log;
  const take: typeof log.take = (claims, cost) => log.take(claims, cost);
  return {
    take: (claims, cost) => onCount().then(() => take(claims, cost)),
    peek: (claim) => log.peek(claim),
    size: 0,
    store: 'redis',
    fallbacks: 0,
    close: async () => undefined,
  };
}

const request = (body: string, over: Partial<GatewayRequest> = {}): GatewayRequest => ({
  method: 'POST',
  slug: 'acme',
  query: '',
  headers: {
    host: '127.0.0.1:3000',
    'content-type': 'application/json',
    authorization: `Bearer ${raw}`,
    accept: 'application/json, text/event-stream',
    ...over.headers,
  },
  peer: '127.0.0.1',
  readBody: async () => Buffer.from(body),
  onClose: () => undefined,
  ...Object.fromEntries(Object.entries(over).filter(([key]) => key !== 'headers')),
});

const ping = '{"jsonrpc":"2.0","id":1,"method":"ping"}';
const call =
  '{"jsonrpc":"2.0","id":"c","method":"tools/call","params":{"name":"demo__echo","arguments":{"n":12345678901234567890}}}';
const json = (response: GatewayResponse) => JSON.parse(String(response.body));

async function collect(response: GatewayResponse): Promise<string> {
  let text = '';
  for await (const piece of response.body as AsyncIterable<string>) text += piece;
  return text;
}

describe('the gateway lets in', () => {
  it('nobody without a valid token, and tells strangers nothing: same bytes for none, unknown, foreign', async () => {
    const gateway = gatewayOf(makeWorld());
    const none = await gateway.handle(request(ping, { headers: { authorization: undefined } }));
    const unknown = await gateway.handle(
      request(ping, { headers: { authorization: `Bearer ${issueSecret('mwt_')}` } }),
    );
    const foreign = await gateway.handle(request(ping, { slug: 'other' }));
    expect([none.status, unknown.status, foreign.status]).toEqual([401, 401, 401]);
    expect(unknown.body).toBe(none.body);
    expect(foreign).toEqual(unknown);
    expect(none.headers['www-authenticate']).toBe('Bearer realm="aerostack"');
    expect(unknown.headers['www-authenticate']).toBe('Bearer realm="aerostack", error="invalid_token"');
  });

  it('nobody when the database is away, and does not call the token bad', async () => {
    const response = await gatewayOf(makeWorld({ failLookup: true })).handle(request(ping));
    expect(response.status).toBe(503);
    expect(Number(response.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });

  const schemes = [
    'Basic YWJj',
    'bearer',
    'Bearer ',
    'Bearer undefined',
    'Token x',
    'Bearer mwt_',
    `Bearer ${raw}x`,
    `Bearer ${raw.toUpperCase()}`,
    `Basic ${raw}`,
  ];
  it.each(schemes)('nobody with "%s"', async (authorization) => {
    const response = await gatewayOf(makeWorld()).handle(request(ping, { headers: { authorization } }));
    expect(response.status).toBe(401);
    expect(String(response.body)).not.toContain(raw.slice(8));
  });

  it.each([
    ['revokedAtMs', 'Token revoked 1970-01-01'],
    ['pausedAtMs', 'Token paused 1970-01-01'],
    ['expiresAtMs', 'Token expired 1970-01-01'],
  ])('no token with %s set, and tells its holder which it is', async (field, message) => {
    const world = makeWorld();
    world.token = { ...(world.token as TokenFacts), [field]: 1_000_000 };
    const response = await gatewayOf(world).handle(request(ping));
    expect(response.status).toBe(401);
    expect(json(response).error.message).toContain(message);
    expect(world.refusals).toMatchObject([{ tokenId: 't1', workspaceId: 'w1', outcome: 'denied', count: 1 }]);
  });

  it('no token that is over by the database’s clock, though this machine’s is behind', async () => {
    const world = makeWorld();
    world.token = { ...(world.token as TokenFacts), expiresAtMs: 1_001_000, databaseMs: 1_001_000 };
    expect((await gatewayOf(world).handle(request(ping))).status).toBe(401);
    world.token = { ...world.token, databaseMs: 1_000_999 };
    expect((await gatewayOf(world).handle(request(ping))).status).toBe(200);
  });

  it('no client from outside the address ranges of its token, and names the address that it saw', async () => {
    const world = makeWorld();
    const scope = JSON.stringify({ servers: null, allow: [], deny: [], read_only: false, addresses: ['10.0.0.0/8'] });
    world.token = { ...(world.token as TokenFacts), scope };
    const outside = await gatewayOf(world).handle(request(call, { peer: '203.0.113.7' }));
    expect(outside.status).toBe(403);
    expect(json(outside).error.message).toContain('may not be used from 203.0.113.7');
    expect(world.seen).toEqual([]);
    expect(world.refusals).toMatchObject([{ tokenId: 't1', outcome: 'denied' }]);
    expect((await gatewayOf(world).handle(request(call, { peer: '10.1.2.3' }))).status).toBe(200);
  });

  it('no request that was still arriving when its token was revoked', async () => {
    const world = makeWorld();
    const late = request(ping, {
      readBody: async () => {
        world.token = { ...(world.token as TokenFacts), revokedAtMs: 1 };
        return Buffer.from(ping);
      },
    });
    expect((await gatewayOf(world).handle(late)).status).toBe(401);
  });

  it('no call that a scope forbids which was given while the catalogue was read', async () => {
    const scope = JSON.stringify({ servers: null, allow: [], deny: ['*'], read_only: false, addresses: [] });
    const world = makeWorld({
      onCatalogueRead: () => {
        world.token = { ...(world.token as TokenFacts), scope };
      },
    });
    expect(json(await gatewayOf(world).handle(request(call))).error.message).toMatch(/^Unknown tool/);
    expect(world.seen).toEqual([]);
  });

  it('no request whose token was revoked while it was counted, here or for longer than a moment elsewhere', async () => {
    for (const where of ['here', 'elsewhere']) {
      const world = makeWorld({
        async onCount() {
          world.token = { ...(world.token as TokenFacts), revokedAtMs: 1 };
          if (where === 'here') gateway.closeTokenStreams('t1');
          else world.nowMs += 20;
        },
      });
      const gateway = gatewayOf(world);
      expect([where, (await gateway.handle(request(call))).status]).toEqual([where, 401]);
      expect(world.seen).toEqual([]);
    }
  });

  it('no request whose workspace was deleted while the catalogue was read, and calls the token by its name', async () => {
    const world = makeWorld({ failCatalogue: true });
    let lookups = 0;
    const live = world.token;
    Object.defineProperty(world, 'token', {
      get: () => {
        lookups += 1;
        return lookups === 1 ? live : null;
      },
    });
    expect((await gatewayOf(world).handle(request(call))).status).toBe(401);
    const standing = await gatewayOf(makeWorld({ failCatalogue: true })).handle(request(call));
    expect([standing.status, standing.headers['retry-after']]).toEqual([503, '2']);
  });

  it('no request whose token was revoked while the catalogue was read', async () => {
    const world = makeWorld();
    let lookups = 0;
    const live = world.token;
    Object.defineProperty(world, 'token', {
      get: () => {
        lookups += 1;
        return lookups === 1 ? live : { ...live, revokedAtMs: 1 };
      },
    });
    expect((await gatewayOf(world).handle(request(call))).status).toBe(401);
    expect(world.seen).toEqual([]);
  });

  it.each([['70000'], [undefined]])(
    'no large body of somebody whose token does not exist (length %s)',
    async (length) => {
      let reads = 0;
      const readBody = async () => {
        reads += 1;
        return Buffer.from(ping);
      };
      const headers = { authorization: `Bearer ${issueSecret('mwt_')}`, 'content-length': length };
      expect((await gatewayOf(makeWorld()).handle(request(ping, { headers, readBody }))).status).toBe(401);
      expect(reads).toBe(0);
    },
  );

  it('no request from a web page, and none under a foreign name, even with a token', async () => {
    const gateway = gatewayOf(makeWorld());
    expect((await gateway.handle(request(ping, { headers: { origin: 'https://evil.example' } }))).status).toBe(403);
    expect((await gateway.handle(request(ping, { headers: { origin: 'null' } }))).status).toBe(403);
    expect((await gateway.handle(request(ping, { headers: { host: 'evil.example:3000' } }))).status).toBe(403);
    expect((await gateway.handle(request(ping, { headers: { origin: 'https://localhost:3000' } }))).status).toBe(403);
    expect((await gateway.handle(request(ping, { headers: { origin: 'http://localhost:3000' } }))).status).toBe(200);
  });

  it('120 requests in 60 seconds and not the 121st, which gets the published body with its own id', async () => {
    const world = makeWorld();
    const gateway = gatewayOf(world);
    for (let i = 0; i < 120; i += 1) expect((await gateway.handle(request(ping))).status).toBe(200);
    const refused = await gateway.handle(request('{"jsonrpc":"2.0","id":"x7","method":"ping"}'));
    expect(refused.status).toBe(429);
    expect(refused.body).toBe('{"jsonrpc":"2.0","id":"x7","error":{"code":-32000,"message":"Rate limit exceeded"}}');
    expect(refused.headers).toMatchObject({
      'retry-after': '60',
      ratelimit: '"token";r=0;t=60',
      'x-ratelimit-limit': '120',
      'x-ratelimit-remaining': '0',
    });
    expect(world.refusals).toMatchObject([{ tokenId: 't1', outcome: 'limited', count: 1 }]);
    expect(world.calls).toEqual([]);
    expect((await gateway.handle(request('', { method: 'GET' }))).status).toBe(405);
    world.nowMs += 60_000;
    expect((await gateway.handle(request(ping))).status).toBe(200);
  });

  it('no more than a token was given for itself, and never more than every token has', async () => {
    const world = makeWorld();
    world.token = { ...(world.token as TokenFacts), rateLimit: 2 };
    const gateway = gatewayOf(world);
    const first = await gateway.handle(request(ping));
    expect(first.headers).toMatchObject({ ratelimit: '"token";r=1;t=60', 'ratelimit-policy': '"token";q=2;w=60' });
    const statuses = [await gateway.handle(request(ping)), await gateway.handle(request(ping))];
    expect(statuses.map(({ status }) => status)).toEqual([200, 429]);
    world.token = { ...(world.token as TokenFacts), id: 't2', rateLimit: 1_000 };
    expect((await gateway.handle(request(ping))).headers['x-ratelimit-limit']).toBe('120');
  });

  it('no more than the workspace has for all its tokens, says so, and charges no token for what it refuses', async () => {
    const world = makeWorld();
    const withId = (id: string) => ({ ...(world.token as TokenFacts), id, workspaceRateLimit: 3 });
    const gateway = gatewayOf(world);
    world.token = withId('t1');
    for (let i = 0; i < 2; i += 1) await gateway.handle(request(ping));
    world.token = withId('t2');
    expect((await gateway.handle(request(ping))).headers['x-ratelimit-remaining']).toBe('119');
    const refused = await gateway.handle(request(ping));
    expect(refused.status).toBe(429);
    expect(json(refused)).toEqual({
      jsonrpc: '2.0',
      id: 1,
      error: {
        code: -32000,
        message: 'Workspace rate limit exceeded: its tokens may make 3 requests in 60 seconds between them.',
      },
    });
    expect(refused.headers).toMatchObject({
      'retry-after': '60',
      ratelimit: '"workspace";r=0;t=60',
      'ratelimit-policy': '"workspace";q=3;w=60',
    });
    const left = await gateway.handle(request('', { method: 'GET' }));
    expect(left.headers['x-ratelimit-remaining']).toBe('119');
  });

  it('every answer to a token that exists says which request it was, refusals too', async () => {
    const gateway = gatewayOf(makeWorld());
    const big = { readBody: async () => 'too_large' as const };
    const answers = [
      await gateway.handle(request(ping)),
      await gateway.handle(request('{')),
      await gateway.handle(request('', { method: 'GET' })),
      await gateway.handle(request('', { method: 'DELETE', headers: { 'mcp-session-id': 'lost' } })),
      await gateway.handle(request('', big)),
      await gateway.handle(request(ping, { headers: { 'content-type': 'text/plain' } })),
      await gateway.handle(request(`[${Array.from({ length: 120 }, () => ping)}]`)),
    ];
    expect(answers.map(({ status, headers }) => [status, headers['x-request-id']])).toEqual(
      [200, 400, 405, 404, 413, 415, 429].map((status) => [status, 'r1']),
    );
    for (const { headers } of answers) expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('counts a batch by its elements', async () => {
    const gateway = gatewayOf(makeWorld());
    const response = await gateway.handle(request(`[${ping},${ping},${ping}]`));
    expect(json(response)).toHaveLength(3);
    expect(response.headers['x-ratelimit-remaining']).toBe('117');
  });
});

describe('a call through the gateway', () => {
  it('reaches the server under its own name with the arguments untouched, and comes back under the id of the client', async () => {
    const world = makeWorld();
    const response = await gatewayOf(world).handle(request(call));
    expect(world.seen).toEqual([
      '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":{"n":12345678901234567890},"_meta":{"progressToken":1}}}',
    ]);
    expect(response.body).toBe('{"jsonrpc":"2.0","id":"c","result":{"content":[]}}');
    expect(world.calls).toMatchObject([{ tokenId: 't1', serverId: 's1', tool: 'demo__echo', outcome: 'ok' }]);
  });

  it('is repeated once when the server has lost the session, and never a second time', async () => {
    const lost = {
      status: 404,
      say: '{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"Session not found"}}',
    };
    const world = makeWorld({
      answer: ({ id }, count) => (count === 1 ? lost : { say: `{"jsonrpc":"2.0","id":${id},"result":{}}` }),
    });
    expect((await gatewayOf(world).handle(request(call))).body).toBe('{"jsonrpc":"2.0","id":"c","result":{}}');
    expect(world.seen).toHaveLength(2);
    const always = makeWorld({ answer: () => lost });
    expect(json(await gatewayOf(always).handle(request(call))).result.isError).toBe(true);
    expect(always.seen).toHaveLength(2);
  });

  it.each([
    [{ status: 500, contentType: 'text/html' }, 'HTTP 500', 'may have run'],
    [{ status: 200, contentType: 'text/html' }, 'instead of an MCP message', 'may have run'],
    [{ status: 401, contentType: 'text/html' }, 'refused the credentials', 'did not run'],
    [
      { status: 302, contentType: '', redirectOrigin: 'https://b.example' },
      'redirects to https://b.example',
      'did not run',
    ],
    [{ say: 'not json' }, 'not an MCP answer', 'may have run'],
  ])(
    'that fails at the server (%j) names server, cause, whether it ran, next step and request',
    async (reply, cause, ran) => {
      const world = makeWorld({ answer: () => reply });
      const response = await gatewayOf(world).handle(request(call));
      expect(response.status).toBe(200);
      const [{ text }] = json(response).result.content;
      for (const part of ['Server "Demo" failed', cause, ran, 'Request r1']) expect(text).toContain(part);
      expect(world.seen).toHaveLength(1);
    },
  );

  it('passes progress on as it comes and ends with the one answer', async () => {
    const progress = (token: number) =>
      `{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":${token},"progress":1}}`;
    const world = makeWorld({
      answer: ({ id }) => ({
        contentType: 'text/event-stream',
        say: `event: message\ndata: ${progress(id)}\n\n: comment\n\ndata: {"jsonrpc":"2.0","id":${id},\ndata: "result":{"content":[]}}\n\n`,
      }),
    });
    const withToken = call.replace('"arguments"', '"_meta":{"progressToken":0},"arguments"');
    const response = await gatewayOf(world).handle(request(withToken));
    expect(response.headers['content-type']).toBe('text/event-stream');
    expect(await collect(response)).toBe(
      `event: message\ndata: ${progress(0)}\n\nevent: message\ndata: {"jsonrpc":"2.0","id":"c","result":{"content":[]}}\n\n`,
    );
    const plain = await gatewayOf(world).handle(request(call, { headers: { accept: 'application/json' } }));
    expect(plain.body).toBe('{"jsonrpc":"2.0","id":"c","result":{"content":[]}}');
  });

  it('ends its stream at once when the token is revoked, without the answer', async () => {
    const progress = 'data: {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info"}}\n\n';
    const body = new Readable({ read: () => undefined });
    body.push(progress);
    const world = makeWorld({ answer: () => ({ contentType: 'text/event-stream', body }) });
    const gateway = gatewayOf(world);
    const response = await gateway.handle(request(call));
    const text = collect(response);
    gateway.closeTokenStreams('t1');
    expect(await text).toContain('The token was revoked');
    expect(gateway.counts().callsUnderWay).toBe(0);
  });

  it('ends its stream on revocation even while the server floods it with notes', async () => {
    async function* flood() {
      for (;;)
        yield Buffer.from('data: {"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info"}}\n\n');
    }
    const world = makeWorld({ answer: () => ({ contentType: 'text/event-stream', body: flood() }) });
    const gateway = gatewayOf(world);
    const stream = ((await gateway.handle(request(call))).body as AsyncIterable<string>)[Symbol.asyncIterator]();
    await stream.next();
    gateway.closeTokenStreams('t1');
    const rest: string[] = [];
    for (let piece = await stream.next(); piece.done !== true && rest.length < 50; piece = await stream.next()) {
      rest.push(piece.value);
      await new Promise(setImmediate);
    }
    expect(rest).toHaveLength(1);
    expect(rest[0]).toContain('The token was revoked');
  });

  it('is its client’s, also where that has said its name in its handshake only', async () => {
    const world = makeWorld();
    const gateway = gatewayOf(world);
    const clientInfo = { name: 'cursor', version: '3.1' };
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo };
    await gateway.handle(request(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params })));
    const initialized = { headers: { 'mcp-protocol-version': '2025-06-18' } };
    await gateway.handle(request(call, initialized));
    // What the row says by then, with another client that was announced elsewhere meanwhile.
    world.nowMs += 60_000;
    world.token = { ...(world.token as TokenFacts), lastClient: 'codex 1' };
    await gateway.handle(request(call, initialized));
    await gateway.handle(request(call));
    expect(world.calls.map(({ client }) => client)).toEqual(['cursor 3.1', 'codex 1', null]);
  });

  it('outside of its token’s scope is refused as a tool that nobody has', async () => {
    const world = makeWorld();
    const unknown = await gatewayOf(world).handle(request(call.replace('demo__echo', 'demo__none')));
    const scope = JSON.stringify({ servers: null, allow: [], deny: ['demo__e*'], read_only: false, addresses: [] });
    world.token = { ...(world.token as TokenFacts), scope };
    const narrowed = await gatewayOf(world).handle(request(call));
    expect(String(narrowed.body)).toBe(String(unknown.body).replace('demo__none', 'demo__echo'));
    expect(narrowed.status).toBe(unknown.status);
    expect(world.seen).toEqual([]);
    expect(world.calls).toMatchObject([
      { outcome: 'unknown_tool', serverId: null },
      { outcome: 'denied', serverId: 's1', tool: 'demo__echo' },
    ]);
  });

  it('says when its token ends, and nothing of an end that there is not', async () => {
    const world = makeWorld();
    expect((await gatewayOf(world).handle(request(call))).headers).not.toHaveProperty('aerostack-token-expires');
    world.token = { ...(world.token as TokenFacts), expiresAtMs: 2_000_000 };
    const { headers } = await gatewayOf(world).handle(request(call));
    expect(headers['aerostack-token-expires']).toBe(new Date(2_000_000).toISOString());
  });

  it('to an unknown tool is refused in band and recorded', async () => {
    const world = makeWorld();
    const response = await gatewayOf(world).handle(
      request('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nope"}}'),
    );
    expect(response.status).toBe(200);
    expect(json(response).error).toEqual({ code: -32602, message: 'Unknown tool: nope' });
    expect(world.calls).toMatchObject([{ outcome: 'unknown_tool', serverId: null }]);
  });
});

describe('the list of tools', () => {
  it('shows each tool under its prefix and leaves every other byte as the server wrote it', async () => {
    const response = await gatewayOf(makeWorld()).handle(request('{"jsonrpc":"2.0","id":1,"method":"tools/list"}'));
    expect(response.body).toBe(
      '{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"demo__echo","inputSchema":{"type":"object"},"x":12345678901234567890}]}}',
    );
  });
});
