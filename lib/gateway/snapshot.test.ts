import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TokenScope } from '../tokens/schemas';
import { whyRefused } from '../tokens/scope';
import type { CatalogueServer } from './deps';
import { buildSnapshot } from './snapshot';

const tool = (name: string, more: object = {}) => ({
  name,
  definition: JSON.stringify({ name, inputSchema: { type: 'object' }, ...more }),
});
const server = (over: Partial<CatalogueServer> = {}): CatalogueServer => ({
  id: 's1',
  slug: 'demo',
  name: 'Demo',
  prefix: 'demo',
  timeoutMs: 1,
  totalTimeoutMs: 1,
  status: 'up',
  statusSinceMs: null,
  refreshedAtMs: null,
  capabilities: { tools: {} },
  instructions: null,
  hidesField: null,
  tools: [tool('echo')],
  prompts: [],
  resources: [],
  resourceTemplates: [],
  target: () => {
    throw new Error('nobody is asked for a list');
  },
  ...over,
});
const build = (...servers: CatalogueServer[]) => buildSnapshot({ revision: 3, servers }, 'Acme', '1.2.3');
const page = (snapshot: ReturnType<typeof build>, era: 'legacy' | 'modern' = 'modern') =>
  JSON.parse(snapshot.lists[era]['tools/list'].pages[0] ?? '');

describe('a workspace as it is served', () => {
  it('leads each name that clients see to the server and the name that it has there', () => {
    const { tools } = build(server(), server({ id: 's2', slug: 'b', prefix: 'b' }));
    expect([...tools].map(([name, route]) => [name, route.server.id, route.name])).toEqual([
      ['demo__echo', 's1', 'echo'],
      ['b__echo', 's2', 'echo'],
    ]);
  });

  it('loses one definition that cannot be read, and nothing else', () => {
    const { tools } = build(server({ tools: [{ name: 'bad', definition: '[]' }, tool('echo')] }));
    expect([...tools.keys()]).toEqual(['demo__echo']);
  });

  it('says which servers are away and since when, and nothing while all is well', () => {
    const since = 1_000;
    const away = build(
      server({ status: 'down', statusSinceMs: since, refreshedAtMs: null }),
      server({ id: 's2', prefix: 'b' }),
    );
    expect(page(away, 'legacy')._meta['aerostack/unavailable']).toEqual([
      { server: 'demo', status: 'down', since: new Date(since).toISOString(), listed_at: null },
    ]);
    expect(page(build(server()), 'legacy')).not.toHaveProperty('_meta');
  });

  it('has another digest when a list is another, and the same when only a status or an instruction changed', () => {
    const before = build(server()).digests;
    expect(build(server({ status: 'down', instructions: 'x' })).digests).toEqual(before);
    const after = build(server({ tools: [tool('echo', { title: 'new' })] })).digests;
    expect(after.tools).not.toBe(before.tools);
    expect([after.prompts, after.resources]).toEqual([before.prompts, before.resources]);
  });

  it('offers what at least one server offers', () => {
    const { offers } = build(
      server(),
      server({ id: 's2', prefix: 'b', capabilities: { resources: { subscribe: true }, logging: {} } }),
    );
    expect(offers).toEqual({ prompts: false, resources: true, subscribe: true, completions: false, logging: true });
    expect(build(server({ capabilities: { logging: 7 } })).offers.logging).toBe(false);
  });

  it('tells a model who says what, within a bound however much the servers say', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      server({ id: `s${i}`, prefix: `p${i}`, instructions: 'x'.repeat(9_000) }),
    );
    const { instructions } = build(...many);
    expect(instructions).toContain('## Demo\nxxx');
    expect(instructions.length).toBeLessThanOrEqual(16_000);
    expect(build().instructions).toContain('has no servers yet');
  });
});

describe('a workspace as the tokens of one scope see it', () => {
  const everything: TokenScope = { servers: null, allow: [], deny: [], read_only: false, addresses: [] };
  const narrowed = (scope: Partial<TokenScope>, ...servers: CatalogueServer[]) =>
    buildSnapshot({ revision: 3, servers }, 'Acme', '1.2.3', { ...everything, ...scope });

  it('keeps the names of the whole, so that narrowing a token renames nothing', () => {
    const twins = [server({ prefix: '' }), server({ id: 's2', slug: 'b', prefix: 'b' })];
    expect([...narrowed({ servers: ['b'] }, ...twins).tools.keys()]).toEqual(['b__echo']);
  });

  it('names and offers nothing of a server that is not granted', () => {
    const secret = server({
      id: 's2',
      slug: 'secret',
      name: 'Secret project',
      prefix: 'secret',
      status: 'down',
      capabilities: { prompts: {}, resources: { subscribe: true } },
      instructions: 'Launch is on Monday.',
      resources: [{ name: 'file:///plan', definition: '{"uri":"file:///plan","name":"plan"}' }],
    });
    const seen = narrowed({ servers: ['demo'] }, server(), secret);
    expect(JSON.stringify([seen.instructions, seen.lists, seen.offers])).not.toMatch(/secret|Monday|plan/i);
    expect(seen.offers).toMatchObject({ prompts: false, resources: false, subscribe: false });
    expect(seen.resources.find('file:///plan', 's2')).toBeNull();
  });

  it('says nothing of a server of which its patterns allow nothing', () => {
    const other = server({ id: 's2', slug: 'b', prefix: 'b', name: 'Secret', status: 'down', instructions: 'Hidden.' });
    const seen = narrowed({ allow: ['demo__*'] }, server(), other);
    expect(JSON.stringify([seen.instructions, seen.lists])).not.toMatch(/secret|hidden/i);
  });

  it('means a resource by its pattern however its URI is spelled', () => {
    const files = server({ capabilities: { resources: {} } });
    const denied = narrowed({ deny: ['demo__file:///secret/*'] }, files);
    const allowed = narrowed({ allow: ['demo__file:///public/*'] }, files);
    for (const uri of ['file:///public/../secret/x', 'file:///public/%2e%2e/s%65cret/x', 'FILE:///secret/x']) {
      expect([uri, denied.resources.find(uri, undefined), allowed.resources.find(uri, undefined)]).toEqual([
        uri,
        null,
        null,
      ]);
    }
    expect(denied.resources.find('file:///public/x', undefined)?.id).toBe('s1');
    expect(allowed.resources.find('file:///public/./x', undefined)?.id).toBe('s1');
  });

  it('another list of what is granted has another digest, and another of what is not has none', () => {
    const scope = { servers: ['demo'] };
    const other = server({ id: 's2', slug: 'b', prefix: 'b' });
    const before = narrowed(scope, server(), other).digests;
    expect(narrowed(scope, server(), { ...other, tools: [tool('new')] }).digests).toEqual(before);
    expect(narrowed(scope, server({ tools: [tool('new')] }), other).digests).not.toEqual(before);
  });

  it('lists nothing that cannot be called, lets nothing be called that is not granted, and lists all that is granted', () => {
    const name = fc.constantFrom('read', 'write', 'delete_all');
    const uri = fc.constantFrom('file:///a', 'file:///b', 'db://x');
    const servers = fc
      .array(
        fc.record({
          tools: fc.uniqueArray(fc.tuple(name, fc.boolean()), { selector: ([one]) => one, maxLength: 3 }),
          prompts: fc.uniqueArray(name, { maxLength: 3 }),
          resources: fc.uniqueArray(uri, { maxLength: 3 }),
          prefix: fc.boolean(),
        }),
        { minLength: 1, maxLength: 3 },
      )
      .map((all) =>
        all.map(({ tools, prompts, resources, prefix }, i) =>
          server({
            id: `s${i}`,
            slug: `srv-${i}`,
            prefix: prefix ? `srv-${i}` : '',
            capabilities: { tools: {}, prompts: {}, resources: {} },
            tools: tools.map(([one, readOnlyHint]) => tool(one, { annotations: { readOnlyHint } })),
            prompts: prompts.map((one) => ({ name: one, definition: JSON.stringify({ name: one }) })),
            resources: resources.map((one) => ({ name: one, definition: JSON.stringify({ uri: one, name: one }) })),
          }),
        ),
      );
    const pattern = fc.constantFrom(
      '*',
      'srv-0__*',
      'srv-1__*',
      '*__read',
      '*delete*',
      '*file://*',
      'srv-2__write',
      'db',
    );
    const scopes = fc.record({
      servers: fc.option(fc.uniqueArray(fc.constantFrom('srv-0', 'srv-1', 'srv-2'), { minLength: 1 })),
      allow: fc.array(pattern, { maxLength: 3 }),
      deny: fc.array(pattern, { maxLength: 2 }),
      read_only: fc.boolean(),
      addresses: fc.constant<string[]>([]),
    });
    fc.assert(
      fc.property(servers, scopes, (all, scope) => {
        const whole = build(...all);
        const seen = narrowed(scope, ...all);
        const isReadOnly = (owner: CatalogueServer, one: string) =>
          /"readOnlyHint":true/.test(owner.tools.find((each) => each.name === one)?.definition ?? '');
        const may = (kind: 'tool' | 'prompt' | 'resource', owner: CatalogueServer, one: string) =>
          whyRefused(scope, { kind, server: owner.slug, name: one, isReadOnly: isReadOnly(owner, one) }) === null;
        for (const [kind, key] of [['tool', 'tools'] as const, ['prompt', 'prompts'] as const]) {
          const listed = seen.lists.modern[`${key}/list`].pages.flatMap((text) => JSON.parse(text)[key]);
          expect(listed.map((one: { name: string }) => one.name)).toEqual([...seen[key].keys()]);
          const granted = [...whole[key]].filter(([, route]) => may(kind, route.server, route.name));
          expect([...seen[key].keys()]).toEqual(granted.map(([exposed]) => exposed));
        }
        const listed = seen.lists.modern['resources/list'].pages.flatMap((text) => JSON.parse(text).resources);
        for (const { uri: one } of listed) {
          const owner = seen.resources.find(one, undefined);
          expect(owner !== null && may('resource', owner, one)).toBe(true);
        }
        for (const linked of [undefined, 's0', 's1', 's2']) {
          for (const one of ['file:///a', 'file:///b', 'db://x', 'file:///unlisted']) {
            const owner = seen.resources.find(one, linked);
            if (owner !== null) expect(may('resource', owner, one)).toBe(true);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
