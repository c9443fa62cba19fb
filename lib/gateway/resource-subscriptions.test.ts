import { describe, expect, it } from 'vitest';
import type { Connections, Listener, ServerConnection } from '../servers/connections';
import type { CatalogueServer } from './deps';
import { ResourceSubscriptions } from './resource-subscriptions';
import type { Snapshot } from './snapshot';

/** One server as its connection shows itself; `refuse` decides what it says to a subscription. */
function makeServer(id: string) {
  const state = {
    listeners: new Set<Listener>(),
    subscribed: [] as string[],
    subscribe: async (_uri: string): Promise<void> => undefined,
  };
  const connection = {
    listen(listener: Listener) {
      state.listeners.add(listener);
      return {
        subscribe: async (uri: string) => {
          await state.subscribe(uri);
          state.subscribed.push(uri);
        },
        unsubscribe: async (uri: string) => {
          state.subscribed = state.subscribed.filter((one) => one !== uri);
        },
        close: () => state.listeners.delete(listener),
      };
    },
  } as unknown as ServerConnection;
  const server = { id, target: () => ({ id }) } as unknown as CatalogueServer;
  const update = (uri: string) => {
    for (const tell of state.listeners) tell({ method: 'notifications/resources/updated', params: { uri } });
  };
  return { state, connection, server, update };
}

function make(...all: ReturnType<typeof makeServer>[]) {
  const live = new Map(all.map(({ server, connection }) => [server.id, connection]));
  const updated: string[] = [];
  const connections = { get: ({ id }: { id: string }) => live.get(id) } as unknown as Connections;
  return { live, updated, resources: new ResourceSubscriptions(connections, (uri) => updated.push(uri)) };
}

const snapshotOf = (...servers: CatalogueServer[]) =>
  ({ resources: { server: (id: string) => servers.find((one) => one.id === id) ?? null } }) as unknown as Snapshot;

describe('what a client is subscribed to', () => {
  it('is all that it hears of, although others listen to the same server', async () => {
    const one = makeServer('s1');
    const { resources, updated } = make(one);
    expect(await resources.add(one.server, 'a://1')).toBe(true);
    one.update('a://1');
    one.update('a://other');
    await resources.remove(one.server, 'a://1');
    one.update('a://1');
    expect(updated).toEqual(['a://1']);
  });

  it('is 200 resources at most, of all servers together', async () => {
    const [one, two] = [makeServer('s1'), makeServer('s2')];
    const { resources } = make(one, two);
    for (let i = 0; i < 200; i += 1)
      expect(await resources.add(i % 2 === 0 ? one.server : two.server, `a://${i}`)).toBe(true);
    expect(await resources.add(one.server, 'a://200')).toBe(false);
    expect(await resources.add(one.server, 'a://0')).toBe(true);
    await resources.remove(one.server, 'a://0');
    expect(await resources.add(one.server, 'a://200')).toBe(true);
  });

  it('is nothing that the server refused, for none of those who asked at the same time, and then nobody listens', async () => {
    const one = makeServer('s1');
    one.state.subscribe = async () => {
      throw new Error('no');
    };
    const { resources } = make(one);
    const asked = [resources.add(one.server, 'a://1'), resources.add(one.server, 'a://1')];
    expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(one.state.listeners.size).toBe(0);
  });

  it('keeps no stream open once nothing of the server is wanted', async () => {
    const one = makeServer('s1');
    const { resources } = make(one);
    await resources.add(one.server, 'a://1');
    await resources.remove(one.server, 'a://1');
    expect(one.state.listeners.size).toBe(0);
  });

  it('follows a server that was configured anew, and ends with one that is gone', async () => {
    const [old, fresh, gone] = [makeServer('s1'), makeServer('s1'), makeServer('s2')];
    const { live, resources, updated } = make(old, gone);
    await resources.add(old.server, 'a://1');
    await resources.add(gone.server, 'b://1');
    live.set('s1', fresh.connection);
    await Promise.all([resources.moveTo(snapshotOf(fresh.server)), resources.moveTo(snapshotOf(fresh.server))]);
    expect([old, fresh, gone].map(({ state }) => state.listeners.size)).toEqual([0, 1, 0]);
    expect(fresh.state.subscribed).toEqual(['a://1']);
    fresh.update('a://1');
    expect(updated).toEqual(['a://1']);
  });

  it('leaves no stream behind when the client goes in the middle of a move', async () => {
    const [old, fresh] = [makeServer('s1'), makeServer('s1')];
    const { live, resources } = make(old);
    await resources.add(old.server, 'a://1');
    await resources.add(old.server, 'a://2');
    live.set('s1', fresh.connection);
    fresh.state.subscribe = async () => resources.close();
    await resources.moveTo(snapshotOf(fresh.server));
    expect(await resources.add(fresh.server, 'a://3')).toBe(false);
    expect(fresh.state.listeners.size).toBe(0);
  });
});
