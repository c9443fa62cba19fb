import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '../db/client';
import { firstIdAt } from '../ids';

const rowsAtOnce = 500;
/** Between two batches, so that whoever else writes gets their turn. */
const pauseMs = 20;

/** Removes what was recorded of servers that are gone, or before their recording began, in small batches. */
export async function removeStalePayloads(db: Db, signal?: AbortSignal): Promise<void> {
  const servers = await db.callPayload.groupBy({ by: ['serverId'] });
  for (const { serverId } of servers) while (!signal?.aborted && (await removeOf(db, serverId))) await pause(pauseMs);
}

/** @returns whether there may be more */
async function removeOf(db: Db, serverId: string): Promise<boolean> {
  // Read first: whatever is recorded once it has been switched on again is later than this.
  const nowMs = Date.now();
  const server = await db.server.findUnique({ where: { id: serverId }, select: { recordedSince: true } });
  const beforeMs = server?.recordedSince?.getTime() ?? nowMs;
  const rows = await db.callPayload.findMany({
    where: { serverId, callId: { lt: firstIdAt(beforeMs) } },
    take: rowsAtOnce,
    select: { callId: true },
  });
  await db.callPayload.deleteMany({ where: { callId: { in: rows.map(({ callId }) => callId) } } });
  return rows.length === rowsAtOnce;
}
