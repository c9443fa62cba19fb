import { ConnectFailure, isConnectFailure } from './connect-failure';
import type { Connections, OpenedServer, ServerConnection, ServerTarget } from './connections';
import { announcedKinds, type ListKind } from './list-kinds';
import { type ReadList, readList } from './read-list';

/** One list as it was found: the entries, or why there are none. */
export type SeenList = { kind: ListKind; list: ReadList } | { kind: ListKind; failure: ConnectFailure };

export interface SeenServer {
  opened: OpenedServer;
  /** At least one of them was read. A kind that the server did not announce is not among them. */
  lists: SeenList[];
}

interface Options {
  /** Begin with a fresh handshake. */
  reopen: boolean;
  signal?: AbortSignal | undefined;
  deadlineMs?: number;
}

/**
 * What a server says of itself, and all its lists, asked for at the same time; 10 s at most. A list that fails or is not there by
 * then fails alone.
 * @throws ConnectFailure when the server cannot be opened or no list could be read
 */
export async function readServer(
  connections: Pick<Connections, 'get' | 'version'>,
  target: ServerTarget,
  { reopen, signal, deadlineMs = 10_000 }: Options,
): Promise<SeenServer> {
  const abort = new AbortController();
  let end = () => {};
  const late = new Promise<never>((_, reject) => {
    end = () => {
      reject(tooSlow(deadlineMs));
      abort.abort();
    };
  });
  const timer = setTimeout(end, deadlineMs);
  signal?.addEventListener('abort', end);
  const inTime = <T>(work: Promise<T>): Promise<T> => Promise.race([work, late]);
  try {
    const connection = connections.get(target);
    const first = await inTime(openServer(connection, reopen));
    const hasCredentials = Object.keys(target.headers).length > 0;
    const options = { version: connections.version, hasCredentials, signal: abort.signal };
    const lists = await Promise.all(
      announcedKinds(first.capabilities).map((kind) => seenList(kind, inTime(readList(connection, kind, options)))),
    );
    refuseNothing(lists);
    // A list may have brought about another handshake; what that one said is the newer truth.
    const opened = await orElse(first, inTime(connection.open({ ask: true })));
    return { opened, lists };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

async function openServer(connection: ServerConnection, reopen: boolean): Promise<OpenedServer> {
  if (reopen && connection.era !== null) connection.reset((await connection.open()).epoch);
  return connection.open({ ask: true });
}

async function seenList(kind: ListKind, reading: Promise<ReadList>): Promise<SeenList> {
  try {
    return { kind, list: await reading };
  } catch (error) {
    if (!isConnectFailure(error)) throw error;
    return { kind, failure: error };
  }
}

/** A server of which not one list can be read is not half working. */
function refuseNothing(lists: readonly SeenList[]): void {
  const [first] = lists;
  if (first !== undefined && 'failure' in first && lists.every((one) => 'failure' in one)) throw first.failure;
}

async function orElse<T>(fallback: T, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!isConnectFailure(error)) throw error;
    return fallback;
  }
}

const tooSlow = (deadlineMs: number) =>
  new ConnectFailure('timeout', `The server did not list what it offers within ${deadlineMs / 1000} s.`, {
    nextStep: 'Look at what the server is doing, then refresh it here.',
  });
