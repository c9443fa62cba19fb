import { setTimeout as pause } from 'node:timers/promises';
import { removeStalePayloads } from '../calls/remove-stale-payloads';
import type { Db } from '../db/client';
import { firstIdAt } from '../ids';
import { countedUntil } from './count-old-calls';
import { madeUntil } from './made-until';
import { dayMs } from './rollup';
import { hoursKeptDays, spans, tableOf } from './spans';

/** A batch is repeated for minutes at most. */
const marksKeptDays = 1;

const callsAtOnce = 1000;
/** Between two batches, so that whoever else writes gets their turn. */
const pauseMs = 20;

/**
 * Removes calls that are older than they are to be kept, and sums that are older than any of them, in small batches.
 * @returns how many calls were removed
 */
export async function purgeUsage(
  { db, env }: { db: Db; env: { callRetentionDays: number } },
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  const daysAgo = (days: number) => now.getTime() - days * dayMs;
  await removeStalePayloads(db, signal);
  const removed = await purgeCalls(db, new Date(daysAgo(env.callRetentionDays)), signal);
  // Hours that something is still to be made of stay.
  const made = await madeUntil(db);
  const hoursUntil = Math.min(daysAgo(hoursKeptDays), made.quarter_days, made.days);
  await purgeByTime(tableOf(db, 'hours'), new Date(hoursUntil), signal);
  for (const { table, ms, keptDays } of spans)
    await purgeByTime(tableOf(db, table), new Date(daysAgo(keptDays) - ms), signal);
  const lasting = ['backfill', ...spans.map(({ table }) => table)];
  await db.usageMark.deleteMany({ where: { id: { notIn: lasting }, at: { lt: new Date(daysAgo(marksKeptDays)) } } });
  return removed;
}

/** Ids begin with their time, so the oldest calls are the first ones. Those that are not counted yet stay. */
async function purgeCalls(db: Db, before: Date, signal?: AbortSignal): Promise<number> {
  const counted = await countedUntil(db);
  const where = { id: { lt: firstIdAt(before.getTime()), ...(counted === null ? {} : { lte: counted }) } };
  let removed = 0;
  while (!signal?.aborted) {
    const rows = await db.call.findMany({ where, orderBy: { id: 'asc' }, take: callsAtOnce, select: { id: true } });
    const last = rows.at(-1);
    if (last === undefined) break;
    const { count } = await db.call.deleteMany({ where: { id: { lte: last.id } } });
    removed += count;
    if (rows.length < callsAtOnce) break;
    await pause(pauseMs);
  }
  return removed;
}

/** Those of one moment at a time. */
async function purgeByTime(table: Db['usageDay'], before: Date, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted) {
    const oldest = await table.findFirst({
      where: { at: { lt: before } },
      orderBy: { at: 'asc' },
      select: { at: true },
    });
    if (oldest === null) return;
    await table.deleteMany({ where: { at: oldest.at } });
    await pause(pauseMs);
  }
}
