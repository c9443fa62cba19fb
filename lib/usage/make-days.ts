import type { Db } from '../db/client';
import { countedUntil } from './count-old-calls';
import { packHistogram } from './histogram';
import { sumRollups } from './read-rollups';
import { dayMs, hourMs, type Slice } from './rollup';
import type { Stretch } from './usage-range';
import type { Sum } from './usage-sum';

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
  const where = { workspaceId: of.workspaceId, slice: of.slice as Slice };
  const stretches: Stretch[] = [{ table: 'hours', fromMs: dayAt, toMs: dayAt + dayMs }];
  const sums = await sumRollups(db, { where, stretches, by: names, stepMs: dayMs });
  const rows = sums.map((sum) => toRow(where, dayAt, sum));
  await db.usageDay.deleteMany({ where: { ...of, at: new Date(dayAt) } });
  for (let i = 0; i < rows.length; i += rowsAtOnce)
    await db.usageDay.createMany({ data: rows.slice(i, i + rowsAtOnce) });
}

const names = ['memberId', 'tokenId', 'serverId', 'tool'] as const;

function toRow(of: { workspaceId: string; slice: Slice }, dayAt: number, sum: Sum) {
  const { memberId, tokenId, serverId, tool } = sum.key;
  const { tool_error: toolError, ...counts } = sum.counts;
  return {
    ...{ ...of, memberId, tokenId, serverId, tool, toolError, ...counts },
    ...{ calls: sum.calls, lastClient: sum.lastClient },
    at: new Date(dayAt),
    lastAt: new Date(sum.lastAtMs),
    serverTimes: packHistogram(sum.serverTimes),
    gatewayTimes: packHistogram(sum.gatewayTimes),
  };
}
