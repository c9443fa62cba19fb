import { holdLease } from '../instances/hold-lease';
import type { Log } from '../log';
import { type RefreshDeps, refreshCatalogue } from './refresh-catalogue';

const staleMs = 60_000;
/** A server is asked again after this at the earliest, whoever asks: one that is down has no new date to go by. */
const betweenMs = 30_000;
const serversMax = 100;

/**
 * Reads the lists of a workspace's servers again that nobody has read for a minute: for hosts that run nothing between two requests.
 * Each server is asked by one instance at a time, and never twice in half a minute; the failure of one is its own.
 */
export async function refreshStale(
  deps: RefreshDeps & { log: Pick<Log, 'error'> },
  { slug, holder }: { slug: string; holder: string },
  now: Date,
): Promise<void> {
  const before = new Date(now.getTime() - staleMs);
  const rows = await deps.db.server.findMany({
    where: { workspace: { slug }, enabled: true, OR: [{ refreshedAt: null }, { refreshedAt: { lt: before } }] },
    select: { id: true },
    take: serversMax,
  });
  await Promise.all(
    rows.map(async ({ id }) => {
      const lease = { name: `refresh ${id}`, holder: `${holder} ${now.getTime()}`, ttlMs: betweenMs };
      if (!(await holdLease(deps.db, lease, now))) return;
      await refreshCatalogue(deps, id).catch((err: unknown) =>
        deps.log.error({ err, serverId: id }, 'a server could not be refreshed'),
      );
    }),
  );
}
