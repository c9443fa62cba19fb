import type { Db } from '../db/client';
import { countedUntil } from './count-old-calls';
import { readHistogram, writeHistogram } from './histogram';
import { dayMs, hourMs, type Rollup, Rollups, type Slice } from './rollup';

/** Batches that could not be written at once are repeated for minutes; a day waits for hours. */
const waitMs = 6 * hourMs;
const rowsAtOnce = 500;
const markId = 'days';

/**
 * Makes days that are over out of their hours, oldest first, and moves the mark up to which readers take days. Until then they take hours,
 * so a day that is made twice, or half and then again, is seen once and whole.
 * @returns how many days were made
 */
export async function makeDays(db: Db, now: Date, signal?: AbortSignal): Promise<number> {
  // Calls that are not counted yet may belong to days that are long over.
  if ((await countedUntil(db)) !== null) return 0;
  let made = 0;
  for (let dayAt = await firstDay(db, now); dayAt + dayMs + waitMs <= now.getTime(); dayAt += dayMs) {
    const day = { gte: new Date(dayAt), lt: new Date(dayAt + dayMs) };
    const parts = await db.usageHour.groupBy({ by: ['workspaceId', 'slice'], where: { at: day } });
    for (const part of parts) {
      if (signal?.aborted) return made;
      await makeDay(db, part, dayAt);
    }
    const data = { batch: 0, position: new Date(dayAt + dayMs).toISOString(), at: now };
    await db.usageMark.upsert({ where: { id: markId }, create: { id: markId, ...data }, update: data });
    made += 1;
  }
  return made;
}

async function firstDay(db: Db, now: Date): Promise<number> {
  const mark = await db.usageMark.findUnique({ where: { id: markId }, select: { position: true } });
  if (mark !== null) return Date.parse(mark.position);
  const oldest = await db.usageHour.findFirst({ orderBy: { at: 'asc' }, select: { at: true } });
  return Math.floor((oldest?.at.getTime() ?? now.getTime()) / dayMs) * dayMs;
}

async function makeDay(db: Db, of: { workspaceId: string; slice: string }, dayAt: number): Promise<void> {
  const day = new Rollups();
  // Hour by hour: no more than one hour's rows and the day's own are in memory.
  for (let hourAt = dayAt; hourAt < dayAt + dayMs; hourAt += hourMs) {
    const rows = await db.usageHour.findMany({ where: { ...of, at: new Date(hourAt) } });
    for (const row of rows) day.addRollup(toRollup(row), dayAt);
  }
  const rows = day.sorted().map(toRow);
  await db.usageDay.deleteMany({ where: { ...of, at: new Date(dayAt) } });
  for (let i = 0; i < rows.length; i += rowsAtOnce)
    await db.usageDay.createMany({ data: rows.slice(i, i + rowsAtOnce) });
}

type Row = NonNullable<Awaited<ReturnType<Db['usageHour']['findFirst']>>>;

const toRollup = ({ toolError, at, lastAt, serverTimes, gatewayTimes, slice, ...row }: Row): Rollup => ({
  ...row,
  slice: slice as Slice,
  counts: { ...row, tool_error: toolError },
  atMs: at.getTime(),
  lastAtMs: lastAt.getTime(),
  serverTimes: readHistogram(serverTimes),
  gatewayTimes: readHistogram(gatewayTimes),
});

function toRow({ counts, atMs, lastAtMs, serverTimes, gatewayTimes, ...rollup }: Rollup): Row {
  const { workspaceId, slice, memberId, tokenId, serverId, tool, calls, lastClient } = rollup;
  const { ok, tool_error: toolError, protocol, transport, denied, limited, unknown } = counts;
  return {
    ...{ workspaceId, slice, memberId, tokenId, serverId, tool, calls, lastClient },
    ...{ ok, toolError, protocol, transport, denied, limited, unknown },
    at: new Date(atMs),
    lastAt: new Date(lastAtMs),
    serverTimes: writeHistogram(serverTimes),
    gatewayTimes: writeHistogram(gatewayTimes),
  };
}
