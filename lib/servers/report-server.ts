import { performance } from 'node:perf_hooks';
import type { Db } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import type { Log } from '../log';

type Report = (serverId: string, status: 'up' | 'down', lastError: string | null) => void;

/** A refresh may have found another status since; a report that seems to be old news is looked at again after this. */
const believedMs = 10_000;
const serversMax = 10_000;

/**
 * Writes what calls find out about a server when it differs from what was written last: status, since when, and the workspace's
 * revision in one transaction. Never waits and never throws; a failing write only shows in the log.
 */
export function createServerReporter(db: Db, log: Log): Report {
  const written = new Map<string, { status: 'up' | 'down'; atMs: number }>();
  return (serverId, status, lastError) => {
    const last = written.get(serverId);
    if ((last?.status ?? 'up') === status) {
      const isOld = status === 'down' && last !== undefined && performance.now() - last.atMs > believedMs;
      if (!isOld) return;
    }
    if (written.size > serversMax) written.clear();
    written.set(serverId, { status, atMs: performance.now() });
    storeReport(db, serverId, status, lastError).catch((err: unknown) => {
      written.delete(serverId);
      log.warn({ err, serverId }, "a server's status could not be written");
    });
  };
}

async function storeReport(db: Db, id: string, status: 'up' | 'down', lastError: string | null): Promise<void> {
  await inTransaction({ db }, async (tx) => {
    const server = await tx.server.findUnique({ where: { id }, select: { status: true, workspaceId: true } });
    // Coming up ends an outage and nothing else: what a refresh found wrong stays until a refresh finds it mended.
    if (server === null || server.status === status || (status === 'up' && server.status !== 'down')) return;
    await tx.workspace.updateMany({ where: { id: server.workspaceId }, data: { revision: { increment: 1 } } });
    const data = { status, lastError, statusSince: new Date() };
    await tx.server.updateMany({ where: { id, status: server.status }, data });
  });
}
