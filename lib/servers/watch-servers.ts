import { performance } from 'node:perf_hooks';
import type { Log } from '../log';
import type { Listening, ServerConnection, ServerTarget } from './connections';
import { isJsonObject, type JsonObject } from './json-object';
import { type RefreshDeps, refreshCatalogue } from './refresh-catalogue';
import { createRefreshSoon } from './refresh-soon';
import { serverTarget, targetSelect } from './server-target';

interface Watched {
  connection: ServerConnection;
  listening: Listening;
}

type WatchDeps = RefreshDeps & { log: Log };

/** Each holds a stream open; servers beyond it are still asked every minute. */
const watchedMax = 1_000;
const listChanges = new Set([
  'notifications/tools/list_changed',
  'notifications/prompts/list_changed',
  'notifications/resources/list_changed',
]);

/**
 * Listens to every enabled server that announced to say when its lists change, and refreshes its catalogue when it does.
 * Follows what people do to servers through `connections.changes`. Runs until `stop` has returned.
 */
export function watchServers(deps: WatchDeps): { stop(): Promise<void> } {
  const stopped = new AbortController();
  const watched = new Map<string, Watched>();
  const soon = createRefreshSoon(
    (serverId) =>
      refreshCatalogue(deps, serverId, { anew: true, signal: stopped.signal }).catch((err: unknown) =>
        deps.log.error({ err, serverId }, 'a server could not be refreshed'),
      ),
    () => performance.now(),
  );
  const release = (serverId: string) => {
    watched.get(serverId)?.listening.close();
    watched.delete(serverId);
  };
  const look = async () => {
    const wanted = await readTargets(deps);
    if (stopped.signal.aborted) return;
    for (const id of watched.keys()) {
      if (wanted.has(id)) continue;
      release(id);
      soon.forget(id);
    }
    for (const target of wanted.values()) {
      // An edited server has another connection: what listened to the old one would hear nothing any more.
      const connection = deps.connections.get(target);
      if (watched.get(target.id)?.connection === connection) continue;
      release(target.id);
      const listening = connection.listen(({ method }) => {
        if (listChanges.has(method)) soon.ask(target.id);
      });
      watched.set(target.id, { connection, listening });
    }
  };
  const looking = oneAtATime(() =>
    look().catch((err: unknown) => deps.log.warn({ err }, 'servers could not be watched; they are asked every minute')),
  );
  deps.connections.changes.add(looking.again);
  looking.again();
  return {
    async stop() {
      deps.connections.changes.delete(looking.again);
      stopped.abort();
      await looking.ended();
      for (const id of [...watched.keys()]) release(id);
      await soon.stop();
    },
  };
}

async function readTargets(deps: WatchDeps): Promise<Map<string, ServerTarget>> {
  const rows = await deps.db.server.findMany({
    where: { enabled: true, capabilities: { contains: '"listChanged"' } },
    select: { ...targetSelect, capabilities: true },
    orderBy: { id: 'asc' },
    take: watchedMax,
  });
  const targets = new Map<string, ServerTarget>();
  for (const { capabilities, ...row } of rows) {
    if (!announcesChanges(JSON.parse(capabilities))) continue;
    try {
      targets.set(row.id, serverTarget(row, deps.vault));
    } catch {
      // Credentials that do not open: the refresh says so in the server's status.
    }
  }
  return targets;
}

const announcesChanges = (capabilities: JsonObject): boolean =>
  ['tools', 'prompts', 'resources'].some((list) => {
    const announced = capabilities[list];
    return isJsonObject(announced) && announced.listChanged === true;
  });

/** Runs `work`, and once more when it was asked for meanwhile; never twice at once. `work` must not reject. */
function oneAtATime(work: () => Promise<void>) {
  let run: Promise<void> | null = null;
  let isAskedAgain = false;
  const again = (): void => {
    if (run !== null) {
      isAskedAgain = true;
      return;
    }
    run = work().finally(() => {
      run = null;
      if (!isAskedAgain) return;
      isAskedAgain = false;
      again();
    });
  };
  return {
    again,
    async ended() {
      while (run !== null) await run;
    },
  };
}
