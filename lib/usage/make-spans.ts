import type { Db } from '../db/client';
import { countedUntil } from './count-old-calls';
import { packHistogram } from './histogram';
import { madeUntil } from './made-until';
import { sumRollups } from './read-rollups';
import type { Slice } from './rollup';
import { type Span, spans, tableOf } from './spans';
import type { Sum } from './usage-sum';

const rowsAtOnce = 500;

/**
 * Makes longer sums of what is over, oldest first, and moves the mark up to which readers take them. Until then they take what is finer, so
 * a span that is made twice, or half and then again, is seen once and whole.
 * @returns how many were made
 */
export async function makeSpans(db: Db, now: Date, signal?: AbortSignal): Promise<number> {
  // Calls that are not counted yet may belong to days that are long over.
  if ((await countedUntil(db)) !== null) return 0;
  let made = 0;
  for (const span of spans) made += await makeAll(db, span, now, signal);
  return made;
}

async function makeAll(db: Db, span: Span, now: Date, signal?: AbortSignal): Promise<number> {
  const until = Math.min(now.getTime() - span.waitMs, span.of === 'days' ? (await madeUntil(db)).days : Infinity);
  let made = 0;
  for (let at = await firstAt(db, span, now); at + span.ms <= until && !signal?.aborted; at += span.ms) {
    const time = { gte: new Date(at), lt: new Date(at + span.ms) };
    const parts = await tableOf(db, span.of).groupBy({ by: ['workspaceId', 'slice'], where: { at: time } });
    for (const part of parts) {
      if (signal?.aborted) return made;
      await makeOne(db, span, at, part);
    }
    const data = { batch: 0, position: new Date(at + span.ms).toISOString(), at: now };
    await db.usageMark.upsert({ where: { id: span.table }, create: { id: span.table, ...data }, update: data });
    made += 1;
  }
  return made;
}

async function firstAt(db: Db, span: Span, now: Date): Promise<number> {
  const made = (await madeUntil(db))[span.table];
  if (made > 0) return made;
  const oldest = await tableOf(db, span.of).findFirst({ orderBy: { at: 'asc' }, select: { at: true } });
  return Math.floor((oldest?.at ?? now).getTime() / span.ms) * span.ms;
}

async function makeOne(db: Db, span: Span, at: number, of: { workspaceId: string; slice: string }): Promise<void> {
  const where = { workspaceId: of.workspaceId, slice: of.slice as Slice };
  const stretches = [{ table: span.of, fromMs: at, toMs: at + span.ms }];
  const sums = await sumRollups(db, { where, stretches, by: names, stepMs: span.ms });
  const rows = sums.map((sum) => toRow(where, at, sum));
  const table = tableOf(db, span.table);
  const chunks = Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, i) =>
    table.createMany({ data: rows.slice(i * rowsAtOnce, (i + 1) * rowsAtOnce) }),
  );
  // At once: another instance may have moved the mark meanwhile, and readers take what is here.
  await db.$transaction([table.deleteMany({ where: { ...of, at: new Date(at) } }), ...chunks]);
}

const names = ['memberId', 'tokenId', 'serverId', 'tool'] as const;

function toRow(of: { workspaceId: string; slice: Slice }, at: number, sum: Sum) {
  const { memberId, tokenId, serverId, tool } = sum.key;
  const { tool_error: toolError, ...counts } = sum.counts;
  return {
    ...{ ...of, memberId, tokenId, serverId, tool, toolError, ...counts },
    ...{ calls: sum.calls, lastClient: sum.lastClient },
    at: new Date(at),
    lastAt: new Date(sum.lastAtMs),
    serverTimes: packHistogram(sum.serverTimes),
    gatewayTimes: packHistogram(sum.gatewayTimes),
  };
}
