import { metaKeys, rpcCodes, serverName } from '../mcp-protocol';
import { frameEvent } from '../servers/frame-event';
import { isJsonObject } from '../servers/json-object';
import { EventStream } from './event-stream';
import type { Answer, Exchange } from './exchange';
import type { Listener } from './listeners';
import { ownerOf } from './read-resource';
import { type ResourceSubscriptions, urisMax } from './resource-subscriptions';
import { errorText } from './respond';
import type { River } from './river';
import { type ChangingList, changingLists } from './snapshot';

interface Filter {
  lists: Set<ChangingList>;
  uris: string[];
}

/**
 * subscriptions/listen: a stream that stays open. Its first message says what of the wish is honoured, every message carries the
 * request's id, and an end in order is the request's result (2026-07-28, Subscriptions).
 */
export async function listen(river: River, exchange: Exchange): Promise<Answer> {
  const id = exchange.message.id ?? 'null';
  const refuse = (code: number, words: string): Answer => ({ status: 200, text: errorText(id, code, words) });
  const filter = readFilter(exchange);
  if (filter === null)
    return refuse(rpcCodes.invalidParams, 'Invalid params: "notifications" must say what to listen to.');
  const { stream, resources, leave } = open(river, exchange, id, filter.lists);
  if (resources === null) {
    leave();
    return refuse(rpcCodes.internalError, 'This token has too many listening clients already.');
  }
  exchange.request.onClose(leave);
  const uris = await subscribeAll(river, exchange, resources, filter.uris);
  const honoured = {
    ...Object.fromEntries([...filter.lists].map((list) => [`${list}ListChanged`, true])),
    ...(uris.length > 0 ? { resourceSubscriptions: uris } : {}),
  };
  const acknowledged = notification(id, 'notifications/subscriptions/acknowledged', { notifications: honoured });
  if (Object.keys(honoured).length === 0) stream.end();
  return { status: 200, events: untilEnd(river, id, acknowledged, stream, leave) };
}

function open(river: River, { token, snapshot }: Exchange, id: string, lists: ReadonlySet<ChangingList>) {
  const stream = new EventStream('', false);
  const flight = river.inFlight.begin(token, null, false);
  const listener: Listener = {
    token,
    lists,
    notify: (method, params) => stream.push(notification(id, method, params), true),
    end: () => stream.end(),
  };
  const leave = () => {
    river.listeners.remove(listener);
    river.inFlight.finish(token.id, flight);
    stream.end();
  };
  flight.onEnd = leave;
  return { stream, resources: river.listeners.add(listener, snapshot), leave };
}

/** Null for a wish that is none. Lists that the workspace does not have cannot change; resources over the bound are not looked at. */
function readFilter({ message, snapshot }: Exchange): Filter | null {
  const wish = message.params.notifications;
  if (!isJsonObject(wish)) return null;
  const { offers } = snapshot;
  const has = { tools: true, prompts: offers.prompts, resources: offers.resources };
  const lists = new Set(changingLists.filter((list) => has[list] && wish[`${list}ListChanged`] === true));
  const uris = wish.resourceSubscriptions;
  if (uris === undefined || !offers.subscribe) return { lists, uris: [] };
  const isList = Array.isArray(uris) && uris.every((uri) => typeof uri === 'string');
  return isList ? { lists, uris: [...new Set<string>(uris)].slice(0, urisMax) } : null;
}

/** The URIs whose servers agreed to tell of changes. */
async function subscribeAll(
  river: River,
  exchange: Exchange,
  resources: ResourceSubscriptions,
  uris: readonly string[],
): Promise<string[]> {
  const agreed = await Promise.all(
    uris.map(async (uri) => {
      const server = ownerOf(river, exchange, uri);
      if (server === null) return false;
      const added = await within(
        resources.add(server, uri).catch(() => false),
        agreeMsMax,
      );
      // One slow server must not keep the client from hearing of the others.
      if (added === null) void resources.remove(server, uri).catch(() => undefined);
      return added === true;
    }),
  );
  return uris.filter((_, index) => agreed[index]);
}

const agreeMsMax = 1_500;

function within<T>(work: Promise<T>, ms: number): Promise<T | null> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms, null);
    void work.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

const notification = (id: string, method: string, params: Record<string, unknown>): string => {
  const members = Object.entries(params).map(([key, value]) => `"${key}":${JSON.stringify(value)},`);
  return `{"jsonrpc":"2.0","method":"${method}","params":{${members.join('')}"_meta":{"${metaKeys.subscriptionId}":${id}}}}`;
};

async function* untilEnd(
  river: River,
  id: string,
  acknowledged: string,
  stream: EventStream,
  leave: () => void,
): AsyncGenerator<string> {
  try {
    yield frameEvent(acknowledged);
    yield* stream.read(null);
    const identity = JSON.stringify({ name: serverName, version: river.deps.version });
    const meta = `"${metaKeys.subscriptionId}":${id},"${metaKeys.serverInfo}":${identity}`;
    yield frameEvent(`{"jsonrpc":"2.0","id":${id},"result":{"resultType":"complete","_meta":{${meta}}}}`);
  } finally {
    leave();
  }
}
