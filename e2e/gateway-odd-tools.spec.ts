import { clientKinds, connectClient } from './clients';
import { type OddLists, startOdd } from './fixtures/odd-server';
import { fixtureTools } from './fixtures/tools';
import { startV2 } from './fixtures/v2-server';
import type { CreatedToken } from './rest';
import { expect, test } from './test';
import { bearer, legacyRequest, modernRequest, rpcOf, send, type WireRequest } from './wire';

const object = '"inputSchema":{"type":"object"}';
/** What makes each tool odd; all of them can be called. */
const mended = {
  'no-type': '"inputSchema":{}',
  'no-type-but-properties': '"inputSchema":{"properties":{"a":{"type":"string"}}}',
  'array-of-properties': '"inputSchema":{"type":"object","properties":[]}',
  'null-properties': '"inputSchema":{"type":"object","properties":null,"required":null}',
  'required-of-numbers': '"inputSchema":{"type":"object","required":[1,2]}',
  'required-is-true': '"inputSchema":{"type":"object","properties":{"a":{"required":true}},"required":true}',
  'dialect-is-number': '"inputSchema":{"$schema":7,"type":"object"}',
  'property-is-true': '"inputSchema":{"type":"object","properties":{"any":true,"none":false}}',
  'property-is-string': '"inputSchema":{"type":"object","properties":{"a":"string","b":null,"c":[],"d":7}}',
  'null-title': `${object},"title":null,"description":null`,
  'numbers-for-words': `${object},"title":7,"description":7`,
  'annotations-are-text': `${object},"annotations":"read only"`,
  'hints-are-text': `${object},"annotations":{"title":7,"readOnlyHint":"yes","openWorldHint":null}`,
  'icons-are-null': `${object},"icons":null`,
  'icon-is-text': `${object},"icons":["https://example.com/icon.png"]`,
  'icon-without-source': `${object},"icons":[{"mimeType":"image/png","sizes":"48x48"}]`,
  'meta-is-array': `${object},"_meta":[]`,
  'execution-is-text': `${object},"execution":"sync"`,
  'unknown-task-support': `${object},"execution":{"taskSupport":"sometimes"}`,
  'null-output': `${object},"outputSchema":null`,
  'output-is-text': `${object},"outputSchema":"string"`,
  'output-of-booleans': `${object},"outputSchema":{"type":"object","properties":{"a":true},"required":"a"}`,
  'output-is-array': `${object},"outputSchema":{"type":"array","items":{"$ref":"#/$defs/a"},"$defs":{"a":{}}}`,
  'output-of-python': `${object},"outputSchema":{"type":"object","properties":{"a":{"pattern":"(?P<year>\\\\d+)"}}}`,
  'output-of-openapi': `${object},"outputSchema":{"type":"object","properties":{"a":{"nullable":true},"b":{"type":"any"}}}`,
  'output-of-elsewhere': `${object},"outputSchema":{"type":"object","properties":{"a":{"$ref":"https://a.example/b"}}}`,
};
const leftOut = [
  '{"name":"of-type-array","inputSchema":{"type":"array"}}',
  '{"name":"of-two-types","inputSchema":{"type":["object","null"]}}',
  '{"name":"schema-is-null","inputSchema":null}',
  `{"name":"too-deep","inputSchema":${'{"not":'.repeat(5_000)}{}${'}'.repeat(5_000)}}`,
  '{"name":"infinite","inputSchema":{"type":"object","properties":{"a":{"maximum":1e999}}}}',
];
const names = Object.keys(mended);
const lists: OddLists = {
  tools: [...Object.entries(mended).map(([name, rest]) => `{"name":"${name}",${rest}}`), ...leftOut],
  prompts: [
    '{"name":"null-arguments","arguments":null,"title":null}',
    '{"name":"arguments-by-name","arguments":{"a":{"required":true}}}',
    '{"name":"odd-arguments","arguments":[7,{"description":"nameless"},{"name":"good","required":"yes"}]}',
  ],
  resources: [
    '{"uri":"test://nameless"}',
    '{"uri":"test://odd","name":7,"title":7,"mimeType":null,"size":"big","annotations":{"priority":9,"audience":["all"]}}',
  ],
  resourceTemplates: ['{"uriTemplate":"test://{id}","name":null,"mimeType":7,"icons":{}}'],
};

test.describe('a server with odd definitions beside a good one', () => {
  let token: CreatedToken;
  let close: () => Promise<unknown>;
  let server: Record<string, unknown>;
  test.beforeAll(async ({ rest }) => {
    const [odd, good] = await Promise.all([startOdd(lists), startV2('dual')]);
    close = () => Promise.all([odd.close(), good.close()]);
    const { slug } = await rest.createWorkspace('Oddities');
    await rest.addServer(slug, { name: 'Good', slug: 'good', url: good.url });
    server = await rest.addServer(slug, { name: 'Odd', slug: 'odd', url: odd.url });
    token = await rest.createToken(slug);
  });
  test.afterAll(() => close());

  test('is degraded, and says how many of its tools were left out', () => {
    expect(server).toMatchObject({ status: 'degraded', tool_count: names.length, resource_count: 2 });
    expect(server.last_error).toMatch(
      new RegExp(`^${leftOut.length} tools were left out: without a usable name or an input schema of type object`),
    );
  });

  for (const { kind } of clientKinds) {
    test(`${kind} lists everything of both and calls one that had to be mended`, async () => {
      const client = await connectClient(kind, token.url, token.raw);
      const listed = (await client.listTools()).map(({ name }) => name);
      for (const { name } of fixtureTools) expect(listed).toContain(`good__${name}`);
      expect(listed.filter((name) => name.startsWith('odd__'))).toEqual(names.map((name) => `odd__${name}`));
      expect((await client.callTool('odd__no-type', {})).content).toEqual([{ type: 'text', text: 'no-type' }]);
      const others = await client.listOthers();
      expect(others.prompts.filter((name) => name.startsWith('odd__'))).toHaveLength(lists.prompts.length);
      expect(others.resources).toEqual(expect.arrayContaining(['test://nameless', 'test://odd']));
      expect(others.resourceTemplates).toContain('test://{id}');
      await client.close();
    });
  }

  test('booleans for properties are only put into another form for the era that does not know them', async () => {
    const shown = async (asked: WireRequest) => {
      const answer = await send(token.url, { ...asked, headers: { ...asked.headers, ...bearer(token.raw) } });
      const tools = rpcOf(answer).result?.tools as { name: string; inputSchema: { properties: unknown } }[];
      return tools.find(({ name }) => name === 'odd__property-is-true')?.inputSchema.properties;
    };
    expect(await shown(legacyRequest('tools/list'))).toEqual({ any: {}, none: { not: {} } });
    expect(await shown(modernRequest('tools/list'))).toEqual({ any: true, none: false });
  });
});
