import { Agent } from 'node:http';
import { expect, test } from '@playwright/test';
import { type BrokenServer, startBroken } from './fixtures/broken-server';
import { type Product, removeInstallation, startProduct } from './product';
import { openFiles, residentMb } from './resources';
import { type CreatedToken, type Rest, setUp } from './rest';
import { bearer, legacyRequest, modernRequest, open, rpcOf, send, textOf, toolNames, type WireRequest } from './wire';

const runs = 100;
/** At most so many sessions of one token are kept, whatever clients do. */
const sessionsPerTokenMax = 100;

/** A product of its own, so that nobody else's requests are counted. */
let product: Product;
let rest: Rest;
let lingering: { servers: BrokenServer[]; release(): void };
let slug: string;
test.beforeAll(async () => {
  product = await startProduct({ env: { AEROSTACK_TOKEN_RATE: '1000000', LOG_LEVEL: 'warn' } });
  rest = await setUp(product.origin);
  lingering = await startLingering();
  ({ slug } = await rest.createWorkspace('Vanish'));
  for (const [index, { url }] of lingering.servers.entries()) {
    await rest.addServer(slug, { name: `Server ${index}`, slug: names[index], url });
  }
});
test.afterAll(async () => {
  lingering.release();
  await Promise.all(lingering.servers.map((server) => server.close()));
  await product.stop();
  await removeInstallation(product);
});

const names = ['older', 'newer'] as const;

/** One server of each era. Their tool answers at once with `"at": "once"`; otherwise it reports progress and waits until it is released. */
async function startLingering() {
  const waiting = new Set<() => void>();
  const servers = await Promise.all(
    (['legacy', 'modern'] as const).map((era) =>
      startBroken(
        (_req, res, message) => {
          const params = message?.params as { arguments?: { at?: string }; _meta?: { progressToken?: unknown } };
          const result = { resultType: 'complete', content: [{ type: 'text', text: 'done' }] };
          const answer = `data: ${JSON.stringify({ jsonrpc: '2.0', id: message?.id, result })}\n\n`;
          res.writeHead(200, { 'content-type': 'text/event-stream' });
          if (params.arguments?.at === 'once') return res.end(answer);
          const progress = { progressToken: params._meta?.progressToken, progress: 1 };
          res.write(
            `data: ${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/progress', params: progress })}\n\n`,
          );
          const finish = () => {
            waiting.delete(finish);
            res.end(answer);
          };
          waiting.add(finish);
          return res.once('close', () => waiting.delete(finish));
        },
        'call',
        era,
      ),
    ),
  );
  return {
    servers,
    release: () => {
      for (const finish of [...waiting]) finish();
    },
  };
}

/** How a client connects, and how it leaves a call, and streams, behind. */
interface Kind {
  connect(ask: Ask): Promise<Record<string, string>>;
  request: typeof legacyRequest | typeof modernRequest;
  streams(headers: Record<string, string>): WireRequest[];
}
type Ask = (request: WireRequest) => ReturnType<typeof send>;

const initialize = (capabilities: object) =>
  legacyRequest('initialize', {
    protocolVersion: '2025-11-25',
    capabilities,
    clientInfo: { name: 'vanishing', version: '1' },
  });
const initialized = { jsonrpc: '2.0', method: 'notifications/initialized' };
const version = { 'mcp-protocol-version': '2025-11-25' };

async function connectLegacy(ask: Ask, capabilities: object): Promise<Record<string, string>> {
  const request = initialize(capabilities);
  const answer = await ask(request);
  expect(rpcOf(answer).result).toMatchObject({ protocolVersion: '2025-11-25' });
  const session = answer.headers['mcp-session-id'];
  const headers = typeof session === 'string' ? { ...version, 'mcp-session-id': session } : version;
  expect((await ask({ headers: { ...request.headers, ...headers }, body: initialized })).status).toBe(202);
  return headers;
}

const kinds: Record<string, Kind> = {
  'modern clients, with a subscription': {
    connect: async (ask) => {
      expect(rpcOf(await ask(modernRequest('server/discover'))).result).toMatchObject({ resultType: 'complete' });
      return {};
    },
    request: modernRequest,
    streams: () => [modernRequest('subscriptions/listen', { notifications: { toolsListChanged: true } }, { id: 'l' })],
  },
  'legacy clients that make nothing of sessions': {
    connect: async (ask) => {
      await connectLegacy(ask, {});
      return version;
    },
    request: legacyRequest,
    streams: () => [],
  },
  'legacy clients with a session and its stream': {
    connect: async (ask) => {
      const headers = await connectLegacy(ask, { elicitation: {} });
      expect(headers).toHaveProperty('mcp-session-id');
      return headers;
    },
    request: legacyRequest,
    streams: (headers) => [{ method: 'GET', headers: { accept: 'text/event-stream', ...headers } }],
  },
};

/** Connects, lists, calls, begins another call at each server, and is never heard of again. */
async function liveAndVanish({ connect, request, streams }: Kind, token: CreatedToken) {
  const agent = new Agent({ keepAlive: true });
  const own = (given: WireRequest) => ({ ...given, agent, headers: { ...given.headers, ...bearer(token.raw) } });
  const ask: Ask = (given) => send(token.url, own(given));
  const headers = await connect(ask);
  const make = (method: string, params?: Record<string, unknown>) => {
    const made = request(method, params);
    return { ...made, headers: { ...made.headers, ...headers } };
  };
  expect(toolNames(await ask(make('tools/list')))).toEqual(names.map((name) => `${name}__act`));
  for (const name of names) {
    const answer = await ask(make('tools/call', { name: `${name}__act`, arguments: { at: 'once' } }));
    expect(textOf(answer)).toBe('done');
  }
  for (const stream of streams(headers)) expect((await open(token.url, own(stream))).status).toBe(200);
  for (const name of names) {
    const call = make('tools/call', { name: `${name}__act`, arguments: {} });
    const params = call.body.params as { _meta?: object };
    params._meta = { ...params._meta, progressToken: 1 };
    expect((await open(token.url, own(call))).status).toBe(200);
  }
  agent.destroy();
}

async function gauges(): Promise<Record<string, number>> {
  const text = await (await fetch(`${product.origin}/metrics`)).text();
  const found = text.matchAll(/^(aerostack_[a-z_]+)(?:\{[^}]*\})? ([\d.]+)$/gm);
  const sums: Record<string, number> = {};
  for (const [, name = '', value] of found) sums[name] = (sums[name] ?? 0) + Number(value);
  return sums;
}

/** What must be back where it was as soon as the last server has answered. */
const transient = [
  ...['aerostack_calls_under_way', 'aerostack_client_streams', 'aerostack_parked_calls', 'aerostack_client_asks'],
  ...['aerostack_server_requests', 'aerostack_server_leases', 'aerostack_server_listeners'],
];

for (const [who, kind] of Object.entries(kinds)) {
  test(`${runs} ${who} that vanish in the middle of calls: sessions, streams, calls, sockets and memory are given back`, async () => {
    test.setTimeout(180_000);
    const token = await rest.createToken(slug);
    // What is made once and kept, such as pooled connections, is there before anything is counted.
    for (let run = 0; run < 10; run += 1) await liveAndVanish(kind, token);
    lingering.release();
    const settled = async () => {
      const now = await gauges();
      return transient.map((name) => [name, now[name]]);
    };
    const nothing = transient.map((name) => [name, 0]);
    await expect.poll(settled, { timeout: 15_000 }).toEqual(nothing);
    const before = { files: openFiles(product.pid), memory: residentMb(product.pid), ...(await gauges()) };

    for (let run = 0; run < runs; run += 1) {
      await liveAndVanish(kind, token);
      if (run % 10 === 9) lingering.release();
    }
    lingering.release();
    await expect.poll(settled, { timeout: 15_000 }).toEqual(nothing);
    // Connections that are kept for the next call may be there or not.
    await expect.poll(() => openFiles(product.pid), { timeout: 15_000 }).toBeLessThanOrEqual(before.files + 10);
    expect(residentMb(product.pid) - before.memory).toBeLessThan(64);
    const after = await gauges();
    expect(after.aerostack_client_sessions).toBeLessThanOrEqual(sessionsPerTokenMax * Object.keys(kinds).length);
    // A session is told of changes for as long as it is kept.
    expect(after.aerostack_client_listeners).toBeLessThanOrEqual(after.aerostack_client_sessions ?? 0);
    // Borrowed sessions that were given back wait a minute for the next client.
    expect(after.aerostack_server_leases_idle).toBeLessThanOrEqual(32);
  });
}

/** A 2025-era server whose tool asks its caller something, and waits. */
const startAsking = () =>
  startBroken((_req, res) => {
    const requestedSchema = { type: 'object', properties: { city: { type: 'string' } } };
    const params = { message: 'Where?', requestedSchema };
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id: 'q', method: 'elicitation/create', params })}\n\n`);
  });

test('revoking a token takes away all that its vanished clients left: parked calls, sessions and their streams', async () => {
  const asking = await startAsking();
  const made = await rest.createWorkspace('Revoked');
  await rest.addServer(made.slug, { name: 'Asking', slug: 'asking', url: asking.url });
  const token = await rest.createToken(made.slug);
  const held = ['aerostack_parked_calls', 'aerostack_client_sessions', 'aerostack_client_streams'];
  const now = async () => {
    const found = await gauges();
    return held.map((name) => found[name]);
  };
  const before = await now();
  const own = (given: WireRequest) => ({ ...given, headers: { ...given.headers, ...bearer(token.raw) } });

  const meta = { clientCapabilities: { elicitation: { form: {} } } };
  const call = modernRequest('tools/call', { name: 'asking__act', arguments: {} }, { meta });
  expect(rpcOf(await send(token.url, own(call))).result).toMatchObject({ resultType: 'input_required' });
  const headers = await connectLegacy((request) => send(token.url, own(request)), { elicitation: {} });
  const stream = await open(token.url, own({ method: 'GET', headers: { accept: 'text/event-stream', ...headers } }));
  expect(stream.status).toBe(200);
  await expect.poll(now).toEqual(before.map((count) => Number(count) + 1));

  await rest.revokeToken(made.slug, token.id);
  await stream.ended;
  await expect.poll(now).toEqual(before);
  await asking.close();
});
