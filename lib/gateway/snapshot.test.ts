import { describe, expect, it } from 'vitest';
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
