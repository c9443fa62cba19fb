import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db/client';

const rowsAtOnce = 500;
/** Between two batches, so that whoever else writes gets their turn. */
const pauseMs = 20;

/** Removes what was recorded of servers that are gone, or are not recorded any more, in small batches. */
export async function removeStalePayloads(db: Db, signal?: AbortSignal): Promise<void> {
  const servers = await db.callPayload.groupBy({ by: ['serverId'] });
  const ids = servers.map(({ serverId }) => serverId);
  const recorded = await db.server.findMany({ where: { id: { in: ids }, recorded: true }, select: { id: true } });
  const kept = new Set(recorded.map(({ id }) => id));
  for (const serverId of ids) if (!kept.has(serverId)) await removeOf(db, serverId, signal);
}

async function removeOf(db: Db, serverId: string, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const rows = await db.callPayload.findMany({ where: { serverId }, take: rowsAtOnce, select: { callId: true } });
    await db.callPayload.deleteMany({ where: { callId: { in: rows.map(({ callId }) => callId) } } });
    if (rows.length < rowsAtOnce) return;
    await pause(pauseMs);
  }
}
