import { startConformanceServer, type Variant } from './conformance/fixture-server';
import type { FixtureServer } from './fixtures/http-host';
import { expect, test as withProduct } from './test';
import { bearer, legacyRequest, modernRequest, rpcOf, send } from './wire';

interface Ways {
  /** The fixture without a gateway, both eras, no sessions. */
  direct: FixtureServer;
  /** The workspace with this variant of the fixture as its only server, without a prefix. */
  slugOf: Record<'dual' | 'modern' | 'legacy', string>;
}

/** The conformance suite takes any text for an answer; here every answer must be the server's, member by member. */
const test = withProduct.extend<object, { ways: Ways }>({
  ways: [
    async ({ rest }, use) => {
      const started: FixtureServer[] = [];
      const start = async (variant: Variant) => {
        const server = await startConformanceServer(variant);
        started.push(server);
        return server;
      };
      const lay = async (variant: Variant) => {
        const { slug } = await rest.createWorkspace(`Unchanged ${variant}`);
        const added = await rest.addServer(slug, { name: 'Fixture', url: (await start(variant)).url, prefix: '' });
        if (added.status !== 'up') throw new Error(`${variant} was added as ${added.status}: ${added.last_error}`);
        return slug;
      };
      const slugOf = { dual: await lay('dual'), modern: await lay('modern'), legacy: await lay('legacy') };
      await use({ direct: await start('stateless'), slugOf });
      await Promise.all(started.map((server) => server.close()));
    },
    { scope: 'worker' },
  ],
});

const named = (method: string, names: string[], rest = {}) =>
  names.map((name): [string, Record<string, unknown>] => [method, { name, ...rest }]);
const reads = ['test://static-text', 'test://static-binary', 'test://watched-resource', 'test://template/7/data'];
const argument = { name: 'arg1', value: 'par' };

const requests: [method: string, params: Record<string, unknown>][] = [
  ...['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'].map(
    (method): [string, Record<string, unknown>] => [method, {}],
  ),
  ...named(
    'tools/call',
    [
      'test_simple_text',
      'test_image_content',
      'test_audio_content',
      'test_embedded_resource',
      'test_multiple_content_types',
      'test_error_handling',
    ],
    { arguments: {} },
  ),
  ['tools/call', { name: 'json_schema_2020_12_tool', arguments: { name: 'Ada', email: 'ada@example.com' } }],
  ...named('prompts/get', ['test_simple_prompt', 'test_prompt_with_image']),
  ['prompts/get', { name: 'test_prompt_with_arguments', arguments: { arg1: 'é', arg2: '日本語' } }],
  ['prompts/get', { name: 'test_prompt_with_embedded_resource', arguments: { resourceUri: 'test://x?y=1&z' } }],
  ...reads.map((uri): [string, Record<string, unknown>] => ['resources/read', { uri }]),
  ['completion/complete', { ref: { type: 'ref/prompt', name: 'test_prompt_with_arguments' }, argument }],
];

/** What a gateway has to say in its own name: who it is, how long a list of its own holds, and what is missing from it. */
function serversOwn(result: Record<string, unknown> = {}) {
  const { _meta, ttlMs: _ttl, cacheScope: _scope, ...own } = result;
  return own;
}

for (const era of ['legacy', 'modern'] as const) {
  for (const variant of ['dual', 'modern', 'legacy'] as const) {
    test(`a ${era} client gets from a ${variant} server what it would get without the gateway`, async ({
      ways,
      rest,
    }) => {
      const { raw, url } = await rest.createToken(ways.slugOf[variant]);
      for (const [method, params] of requests) {
        const mcpName = String(params.name ?? params.uri ?? '');
        const headers = { 'mcp-name': mcpName === '' ? undefined : mcpName };
        const request = era === 'modern' ? modernRequest(method, params, { headers }) : legacyRequest(method, params);
        const expected = rpcOf(await send(ways.direct.url, request));
        const found = rpcOf(await send(url, { ...request, headers: { ...request.headers, ...bearer(raw) } }));
        expect(expected.error, `${method} ${mcpName} without the gateway`).toBeUndefined();
        const what = `${method} ${mcpName}`;
        expect([what, found.error, serversOwn(found.result)]).toEqual([what, undefined, serversOwn(expected.result)]);
      }
    });
  }
}
