import { callerOf, eras, requestOf } from './caller';
import { type FixtureServer, seenCalls } from './fixtures/http-host';
import { startV1Sessions } from './fixtures/v1-server';
import { startV2 } from './fixtures/v2-server';
import { expect, test } from './test';
import { rpcOf } from './wire';

/** All that a server may see in the head of a request, whoever called. */
const headersAllowed = [
  ...['host', 'connection', 'content-type', 'content-length', 'transfer-encoding', 'accept', 'user-agent'],
  ...['mcp-protocol-version', 'mcp-session-id', 'mcp-method', 'mcp-name', 'mcp-param-region'],
  ...['traceparent', 'tracestate', 'baggage', 'last-event-id'],
];
const metaAllowed = [
  ...['progressToken', 'traceparent', 'tracestate', 'baggage'],
  ...['protocolVersion', 'clientCapabilities', 'clientInfo', 'logLevel'].map((key) => `io.modelcontextprotocol/${key}`),
];

const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const privateHeaders = {
  cookie: 'session=the-callers',
  'proxy-authorization': 'Basic dGhlLWNhbGxlcnM=',
  'x-api-key': 'the-callers',
  'x-forwarded-for': '203.0.113.77',
  'x-real-ip': '203.0.113.77',
  forwarded: 'for=203.0.113.77',
  'x-codex-turn-metadata': 'the-callers',
  'x-anything': 'the-callers',
  referer: 'https://the-callers.example/',
  'accept-language': 'tlh',
  'user-agent': 'the-callers/1.0',
  'last-event-id': 'the-callers',
  'if-none-match': '"the-callers"',
  'mcp-param-other': 'the-callers',
  traceparent: trace,
};
/** What Codex and Claude Code send along. */
const privateMeta = {
  'x-codex-turn-metadata': { session_id: 'the-callers', model: 'the-callers' },
  'claudecode/toolUseId': 'the-callers',
  threadId: 'the-callers',
  'io.modelcontextprotocol/related-task': { taskId: 'the-callers' },
  progressToken: 'token-of-the-client',
  traceparent: trace,
};

interface Guarded {
  ask: ReturnType<typeof callerOf>['ask'];
  servers: FixtureServer[];
}

const withGuarded = test.extend<{ guarded: Guarded }>({
  guarded: async ({ rest }, use, { title }) => {
    const { slug } = await rest.createWorkspace(title.slice(0, 40));
    const servers = await Promise.all([startV1Sessions(), startV2('modern')]);
    await rest.addServer(slug, { name: 'Old', slug: 'old', url: servers[0].url });
    await rest.addServer(slug, { name: 'Fresh', slug: 'fresh', url: servers[1].url });
    await use({ ask: callerOf(await rest.createToken(slug)).ask, servers });
    await Promise.all(servers.map((server) => server.close()));
  },
});

for (const era of eras) {
  withGuarded(
    `of what a ${era} client sends only allow-listed headers and _meta keys reach a server`,
    async ({ guarded }) => {
      for (const server of ['old', 'fresh']) {
        const request = requestOf(era, 'tools/call', { name: `${server}__echo`, arguments: { text: 'x' } });
        const params = request.body.params as { _meta?: object };
        params._meta = { ...params._meta, ...privateMeta };
        const answer = await guarded.ask(request, privateHeaders);
        expect(rpcOf(answer).result?.content).toEqual([{ type: 'text', text: 'x' }]);
      }
      for (const server of guarded.servers) {
        const [call] = seenCalls(server);
        expect(Object.keys(call?.headers ?? {}).filter((name) => !headersAllowed.includes(name))).toEqual([]);
        const meta = call?.message?.params?._meta as Record<string, unknown> | undefined;
        expect(Object.keys(meta ?? {}).filter((name) => !metaAllowed.includes(name))).toEqual([]);
        for (const request of server.seen) {
          const all = JSON.stringify([request.headers, request.message]);
          expect(all).not.toMatch(/the-callers|dGhlLWNhbGxlcnM|203\.0\.113|tlh|mwt_/);
        }
        // The trace goes on: the same trace, whoever its parent is now.
        expect(JSON.stringify([call?.headers.traceparent, meta?.traceparent])).toContain(trace.slice(3, 35));
      }
    },
  );
}

withGuarded('two clients that count their progress alike, at one server, each hear their own', async ({ guarded }) => {
  const request = requestOf('legacy', 'tools/call', { name: 'old__echo', arguments: { text: 'x' } });
  const params = request.body.params as { _meta?: object };
  params._meta = { progressToken: 'the-same' };
  await Promise.all([guarded.ask(request), guarded.ask(request)]);
  const tokens = seenCalls(guarded.servers[0] as FixtureServer).map(
    ({ message }) => (message?.params?._meta as Record<string, unknown> | undefined)?.progressToken,
  );
  expect(new Set(tokens).size).toBe(2);
});
