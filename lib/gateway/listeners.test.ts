import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLog } from '../log';
import type { Connections } from '../servers/connections';
import type { CatalogueServer, GatewayDeps, TokenFacts } from './deps';
import { type Listener, Listeners } from './listeners';
import { changingLists } from './snapshot';
import { Snapshots } from './snapshots';

const lookMs = 250;

describe('whoever listens', () => {
  let nowMs = 0;
  let revision = 1;
  let tools = ['a'];
  let isAway = false;
  let looks = 0;
  let connections: Connections;
  beforeEach(() => {
    [nowMs, revision, tools, isAway, looks] = [0, 1, ['a'], false, 0];
    connections = {} as Connections;
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const server = (): CatalogueServer =>
    ({
      id: 's1',
      name: 'Demo',
      prefix: '',
      slug: 'demo',
      status: 'up',
      capabilities: { resources: { subscribe: true } },
      instructions: null,
      hidesField: null,
      tools: tools.map((name) => ({ name, definition: JSON.stringify({ name, inputSchema: { type: 'object' } }) })),
      prompts: [],
      resources: [],
      resourceTemplates: [],
      target: () => ({ id: 's1' }),
    }) as unknown as CatalogueServer;

  function make() {
    const deps = {
      log: createLog('silent'),
      version: '1',
      connections,
      nowMs: () => nowMs,
      loadCatalogue: async () => ({ revision, servers: [server()] }),
      readRevisions: async (ids: string[]) => {
        looks += 1;
        if (isAway) throw new Error('database away');
        return new Map(ids.filter((id) => id !== 'gone').map((id) => [id, revision]));
      },
    } as unknown as GatewayDeps;
    const snapshots = new Snapshots(deps);
    return { snapshots, listeners: new Listeners(deps, snapshots) };
  }
  const tokenOf = (id: string, over: Partial<TokenFacts> = {}) =>
    ({ id, workspaceId: 'w1', workspaceName: 'W', revision, scope: null, expiresAtMs: null, ...over }) as TokenFacts;
  function listenerOf(
    listeners: Listeners,
    token: TokenFacts,
    lists: readonly (typeof changingLists)[number][] = changingLists,
  ) {
    const told: string[] = [];
    const listener: Listener = {
      token,
      lists: new Set(lists),
      notify: (method) => told.push(method),
      end: () => {
        told.push('end');
        listeners.remove(listener);
      },
    };
    return { listener, told };
  }

  it('hears once of a list that is really another, and only of those that it asked for', async () => {
    const { listeners, snapshots } = make();
    const since = await snapshots.get(tokenOf('t1'));
    const all = listenerOf(listeners, tokenOf('t1'));
    const prompts = listenerOf(listeners, tokenOf('t1'), ['prompts']);
    listeners.add(all.listener, since);
    listeners.add(prompts.listener, since);
    revision = 2;
    await vi.advanceTimersByTimeAsync(lookMs);
    expect(all.told).toEqual([]);
    [revision, tools] = [3, ['a', 'b']];
    await vi.advanceTimersByTimeAsync(lookMs * 4);
    expect(all.told).toEqual(['notifications/tools/list_changed']);
    expect(prompts.told).toEqual([]);
  });

  it('is heard again after the database was away', async () => {
    const { listeners, snapshots } = make();
    const { listener, told } = listenerOf(listeners, tokenOf('t1'));
    listeners.add(listener, await snapshots.get(tokenOf('t1')));
    [revision, tools, isAway] = [2, ['b'], true];
    await vi.advanceTimersByTimeAsync(lookMs * 3);
    isAway = false;
    await vi.advanceTimersByTimeAsync(lookMs);
    expect(told).toEqual(['notifications/tools/list_changed']);
  });

  it('is not kept waiting by the server of another', async () => {
    const never = new Promise<void>(() => {});
    const connection = () => ({
      listen: () => ({ subscribe: () => never, unsubscribe: async () => {}, close: () => {} }),
    });
    let current = connection();
    connections = { get: () => current } as unknown as Connections;
    const { listeners, snapshots } = make();
    const since = await snapshots.get(tokenOf('t1'));
    const slow = listeners.add(listenerOf(listeners, tokenOf('t1')).listener, since);
    void slow?.add(server(), 'a://1');
    const { listener, told } = listenerOf(listeners, tokenOf('t2'));
    listeners.add(listener, since);
    current = connection();
    for (const names of [['b'], ['c']]) {
      [revision, tools] = [revision + 1, names];
      await vi.advanceTimersByTimeAsync(lookMs);
    }
    expect(told).toHaveLength(2);
  });

  it('is told of the end when its token expires or its workspace is gone', async () => {
    const { listeners, snapshots } = make();
    const since = await snapshots.get(tokenOf('t1'));
    const expiring = listenerOf(listeners, tokenOf('t1', { expiresAtMs: 1_000 }));
    const gone = listenerOf(listeners, tokenOf('t2', { workspaceId: 'gone' }));
    listeners.add(expiring.listener, since);
    listeners.add(gone.listener, since);
    await vi.advanceTimersByTimeAsync(lookMs);
    expect([expiring.told, gone.told]).toEqual([[], ['end']]);
    nowMs = 1_000;
    await vi.advanceTimersByTimeAsync(lookMs);
    expect([expiring.told, listeners.size]).toEqual([['end'], 0]);
  });

  it('is one of 100 of its token at most, and gives its place back once', async () => {
    const { listeners, snapshots } = make();
    const since = await snapshots.get(tokenOf('t1'));
    const own = Array.from({ length: 100 }, () => listenerOf(listeners, tokenOf('t1')).listener);
    for (const one of own) expect(listeners.add(one, since)).not.toBeNull();
    expect(listeners.add(listenerOf(listeners, tokenOf('t1')).listener, since)).toBeNull();
    expect(listeners.add(listenerOf(listeners, tokenOf('t2')).listener, since)).not.toBeNull();
    const [first] = own;
    if (first === undefined) throw new Error('nobody');
    listeners.remove(first);
    listeners.remove(first);
    expect(listeners.add(first, since)).not.toBeNull();
    expect(listeners.add(listenerOf(listeners, tokenOf('t1')).listener, since)).toBeNull();
  });

  it('costs the database nothing once nobody does', async () => {
    const { listeners, snapshots } = make();
    const { listener } = listenerOf(listeners, tokenOf('t1'));
    listeners.add(listener, await snapshots.get(tokenOf('t1')));
    await vi.advanceTimersByTimeAsync(lookMs);
    listeners.remove(listener);
    await vi.advanceTimersByTimeAsync(lookMs);
    const before = looks;
    await vi.advanceTimersByTimeAsync(lookMs * 20);
    expect([looks, vi.getTimerCount()]).toEqual([before, 0]);
  });
});
