import type { Log } from '../log';
import { type Running, repeat } from '../repeat';
import { type RefreshDeps, refreshCatalogue } from './refresh-catalogue';

interface PollDeps extends RefreshDeps {
  log: Log;
  /** From 0 to 1, for the spread between instances. */
  random(): number;
}

const everyMs = 60_000;
const firstAfterMs = 1_000;
const atOnceMax = 8;

/** Keeps the catalogue of every enabled server fresh in the background until `stop` has returned. */
export function startRefreshing(deps: PollDeps): Running {
  const stopped = new AbortController();
  const round = () =>
    refreshAll(deps, stopped.signal).catch((err: unknown) => deps.log.error({ err }, 'servers could not be refreshed'));
  const repeating = repeat(round, {
    firstAfterMs: firstAfterMs * (1 + deps.random()),
    everyMs: () => everyMs * (0.9 + 0.2 * deps.random()),
  });
  return {
    stop() {
      stopped.abort();
      return repeating.stop();
    },
  };
}

/** One round over all enabled servers, eight at a time; the failure of one is its own. `signal` ends it early. */
export async function refreshAll(deps: RefreshDeps & { log: Log }, signal?: AbortSignal): Promise<void> {
  const rows = await deps.db.server.findMany({
    where: { enabled: true },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const waiting = rows.map((row) => row.id);
  const work = async () => {
    for (let id = waiting.shift(); id !== undefined && signal?.aborted !== true; id = waiting.shift()) {
      const serverId = id;
      await refreshCatalogue(deps, serverId, signal === undefined ? {} : { signal }).catch((err: unknown) =>
        deps.log.error({ err, serverId }, 'a server could not be refreshed'),
      );
    }
  };
  await Promise.all(Array.from({ length: atOnceMax }, work));
  // Other instances change servers too; their changes come to light here.
  for (const tell of deps.connections.changes) tell();
}
