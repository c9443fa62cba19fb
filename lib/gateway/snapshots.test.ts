import { describe, expect, it } from 'vitest';
import type { CatalogueServer, GatewayDeps, TokenFacts } from './deps';
import { Snapshots } from './snapshots';

const scope = (over: object) =>
  JSON.stringify({ servers: null, allow: [], deny: [], read_only: false, addresses: [], ...over });
const token = (over: Partial<TokenFacts> = {}) =>
  ({ workspaceId: 'w', workspaceName: 'W', revision: 1, scope: null, ...over }) as TokenFacts;

/** A workspace whose one tool takes a thousand characters in each era. */
function snapshotsWithin(chars: number) {
  let loads = 0;
  const definition = JSON.stringify({ name: 'big', description: 'x'.repeat(950), inputSchema: { type: 'object' } });
  const server = {
    ...{
      id: 's',
      slug: 'one',
      name: 'One',
      prefix: 'one',
      status: 'up',
      capabilities: {},
      instructions: null,
      hidesField: null,
    },
    ...{ prompts: [], resources: [], resourceTemplates: [], tools: [{ name: 'big', definition }] },
  } as unknown as CatalogueServer;
  const deps = {
    version: '1',
    async loadCatalogue() {
      loads += 1;
      return { revision: 1, servers: [server] };
    },
  } as unknown as GatewayDeps;
  return { snapshots: new Snapshots(deps, { count: 1_000, chars }), loads: () => loads };
}

describe('what is kept of workspaces', () => {
  it('is one for all tokens that see the same, wherever they may come from', async () => {
    const { snapshots } = snapshotsWithin(1_000_000);
    const whole = await snapshots.get(token());
    expect(await snapshots.get(token({ scope: scope({ addresses: ['10.0.0.0/8'] }) }))).toBe(whole);
    const narrowed = await snapshots.get(token({ scope: scope({ deny: ['x'] }) }));
    expect(narrowed).not.toBe(whole);
    expect(snapshots.held(token({ scope: scope({ deny: ['x'], addresses: ['::1/128'] }) }))).toBe(narrowed);
  });

  it('takes no more memory than it may, however many scopes there are, and the oldest goes first', async () => {
    const { snapshots } = snapshotsWithin(10_000);
    const tokens = Array.from({ length: 20 }, (_, n) => token({ scope: scope({ deny: [`none-${n}`] }) }));
    for (const one of tokens) await snapshots.get(one);
    const kept = tokens.filter((one) => snapshots.held(one) !== null);
    expect(kept.length).toBeGreaterThan(1);
    expect(kept.length).toBeLessThan(6);
    expect(kept.at(-1)).toBe(tokens.at(-1));
  });
});
