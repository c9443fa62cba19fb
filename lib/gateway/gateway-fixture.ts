/** The gateway between a client and real servers, for the tests: only the database is made up. */
import { alone } from '../instances/registry';
import { createLog } from '../log';
import { metaKeys } from '../mcp-protocol';
import { SlidingLog } from '../rate-limit/sliding-log';
import { createSealer } from '../secrets/seal';
import { type Connections, createConnections, type ServerTarget } from '../servers/connections';
import { loopbackGuard, targetOf } from '../servers/server-fixture';
import { hashSecret, issueSecret } from '../tokens/token-format';
import type { CallRecord, CatalogueServer, GatewayDeps, TokenFacts } from './deps';
import { createGateway, type GatewayRequest, type GatewayResponse } from './handle-request';

interface ServerOfTest {
  url: string;
  id?: string;
  timeoutMs?: number;
  totalTimeoutMs?: number;
  resources?: string[];
  tools?: string[];
  hidesField?: CatalogueServer['hidesField'];
}

export const sealingSecret = 'a secret of this test that is long enough';

export interface Asked {
  response: GatewayResponse;
  /** The client goes away. */
  leave(): void;
}

export interface GatewayOfTest {
  gateway: ReturnType<typeof createGateway>;
  connections: Connections;
  /** The first server as the gateway reaches it. */
  target(): ServerTarget;
  calls: CallRecord[];
  token: TokenFacts;
  /** What the workspace holds; to be changed along with `token.revision`. */
  servers: ServerOfTest[];
  /** Called while a request waits for the catalogue. */
  onCatalogueRead: () => void;
  ask(message: object, headers?: Record<string, string>): Promise<Asked>;
  get(headers: Record<string, string>): Promise<Asked>;
  /** The id of a new session that declares these capabilities. */
  initialize(capabilities: object): Promise<string>;
  close(): Promise<void>;
}

export function startGateway(servers: ServerOfTest[]): GatewayOfTest {
  const raw = issueSecret('mwt_');
  const connections = createConnections({
    guard: loopbackGuard(),
    version: '1.2.3',
    reconnectMs: { min: 5, max: 20 },
  });
  const calls: CallRecord[] = [];
  const token = tokenFacts();
  const deps: GatewayDeps = {
    log: createLog('silent'),
    version: '1.2.3',
    origin: 'http://127.0.0.1:3000',
    ownHosts: new Set(['127.0.0.1:3000']),
    tokenRate: 10_000,
    rate: new SlidingLog(),
    findToken: async (hash) => (hash === hashSecret(raw) ? { ...token } : null),
    async loadCatalogue() {
      world.onCatalogueRead();
      return { revision: token.revision, servers: servers.map(catalogueServer) };
    },
    instances: alone('i1'),
    readRevisions: async (ids) => new Map(ids.map((id) => [id, token.revision])),
    connections,
    sealer: createSealer(sealingSecret),
    recordCall: (call) => calls.push(call),
    recordRefusal: () => undefined,
    touchToken: () => undefined,
    reportServer: () => undefined,
    monotonicMs: () => performance.now(),
    nowMs: () => Date.now(),
    newRequestId: () => 'r1',
  };
  const gateway = createGateway(deps);
  const send = async (method: string, body: string, headers: Record<string, string>): Promise<Asked> => {
    const left: (() => void)[] = [];
    const request: GatewayRequest = {
      method,
      slug: 'acme',
      query: '',
      headers: { host: '127.0.0.1:3000', authorization: `Bearer ${raw}`, ...headers },
      peer: '127.0.0.1',
      readBody: async () => Buffer.from(body),
      onClose: (listener) => left.push(listener),
    };
    const leave = () => {
      for (const listener of left) listener();
    };
    return { response: await gateway.handle(request), leave };
  };
  const ask: GatewayOfTest['ask'] = (message, headers = {}) =>
    send('POST', JSON.stringify({ jsonrpc: '2.0', ...message }), {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      ...headers,
    });
  const world: GatewayOfTest = {
    gateway,
    connections,
    onCatalogueRead: () => undefined,
    target: () => catalogueServer(servers[0] as ServerOfTest).target(),
    calls,
    token,
    servers,
    ask,
    get: (headers) => send('GET', '', headers),
    async initialize(capabilities) {
      const params = { protocolVersion: '2025-06-18', capabilities, clientInfo: { name: 'test', version: '1' } };
      const { response } = await ask({ id: 'init', method: 'initialize', params });
      return response.headers['mcp-session-id'] ?? '';
    },
    async close() {
      await gateway.drain();
      await connections.close();
    },
  };
  return world;
}

const tokenFacts = (): TokenFacts => ({
  id: 't1',
  workspaceId: 'w1',
  workspaceSlug: 'acme',
  workspaceName: 'Acme',
  revision: 1,
  memberId: null,
  lastClient: null,
  scope: null,
  accessRevision: 1,
  rateLimit: null,
  workspaceRateLimit: null,
  databaseMs: null,
  expiresAtMs: null,
  pausedAtMs: null,
  revokedAtMs: null,
});

function catalogueServer({ url, id = 's1', ...more }: ServerOfTest): CatalogueServer {
  const { timeoutMs = 5_000, totalTimeoutMs = 60_000, resources = [], tools = ['echo'], hidesField = null } = more;
  const target = targetOf(url, { id, timeoutMs, totalTimeoutMs });
  return {
    id,
    slug: id,
    name: 'Demo',
    prefix: '',
    timeoutMs,
    totalTimeoutMs,
    status: 'up',
    statusSinceMs: null,
    refreshedAtMs: null,
    capabilities: { tools: {}, ...(resources.length > 0 ? { resources: { subscribe: true } } : {}) },
    instructions: null,
    hidesField,
    tools: tools.map((name) => ({ name, definition: JSON.stringify({ name, inputSchema: { type: 'object' } }) })),
    prompts: [],
    resources: resources.map((uri) => ({ name: uri, definition: JSON.stringify({ uri, name: uri }) })),
    resourceTemplates: [],
    target: () => target,
  };
}

/** A 2026-07-28 request and the headers that belong to it. */
export function modern(
  method: string,
  params: Record<string, unknown>,
  capabilities: object = {},
): [object, Record<string, string>] {
  const _meta = {
    [metaKeys.protocolVersion]: '2026-07-28',
    [metaKeys.clientCapabilities]: capabilities,
    ...(params._meta as object | undefined),
  };
  const named = params.name ?? params.uri;
  const headers = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method };
  return [
    { id: 'm', method, params: { ...params, _meta } },
    named === undefined ? headers : { ...headers, 'mcp-name': String(named) },
  ];
}

export const json = ({ response }: Asked) => JSON.parse(String(response.body));

/** The messages of a streamed answer, as they come. */
export async function* messages({ response }: Asked): AsyncGenerator<Record<string, unknown> & { id?: unknown }> {
  for await (const piece of response.body as AsyncIterable<string>) {
    const data = /^data: (.+)$/m.exec(piece)?.[1];
    if (data !== undefined) yield JSON.parse(data);
  }
}

export async function all(asked: Asked) {
  const found: Record<string, unknown>[] = [];
  for await (const message of messages(asked)) found.push(message);
  return found;
}
