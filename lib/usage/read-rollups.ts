import type { Tx } from '../db/client';
import { addHistogram, type Histogram, quantile, readHistogram } from './histogram';
import { outcomeClasses } from './outcome-class';
import { noteUse, type Rollup, type Slice } from './rollup';
import type { UsageNumbers } from './schemas';
import type { Stretch } from './usage-range';

/** What of a slice is read. */
export interface RollupWhere {
  workspaceId: string;
  slice: Slice;
  memberId?: string | { in: string[] };
  tokenId?: string | { in: string[] };
  serverId?: string;
  tool?: string;
}

export type Dimension = 'memberId' | 'tokenId' | 'serverId' | 'tool' | 'at';

/** A sum with what names it among the others; what does not is empty. */
export interface Sum {
  key: Record<Exclude<Dimension, 'at'>, string> & { at: number };
  calls: number;
  counts: Rollup['counts'];
  serverTimes: Histogram;
  gatewayTimes: Histogram;
  lastAtMs: number;
  lastClient: string | null;
}

const counted = {
  calls: true,
  ok: true,
  toolError: true,
  protocol: true,
  transport: true,
  denied: true,
  limited: true,
  unknown: true,
} as const;

/** Both tables have the same columns. */
const tableOf = (db: Source, { table }: Stretch) =>
  table === 'days' ? db.usageDay : (db.usageHour as unknown as Tx['usageDay']);

type Source = Pick<Tx, 'usageHour' | 'usageDay'>;

const within = ({ fromMs, toMs }: Stretch) => ({ at: { gte: new Date(fromMs), lt: new Date(toMs) } });

/** The sums by these dimensions, each database adding up for itself; `stepMs` is how much of time is one group. */
export async function sumRollups(
  db: Source,
  where: RollupWhere,
  stretches: Stretch[],
  by: Dimension[],
  stepMs: number,
): Promise<Map<string, Sum>> {
  const sums = new Map<string, Sum>();
  for (const stretch of stretches) {
    const rows = await tableOf(db, stretch).groupBy({
      by: by.length === 0 ? ['slice'] : by,
      where: { ...where, ...within(stretch) },
      _sum: counted,
      _max: { lastAt: true },
    });
    for (const row of rows) {
      const sum = sumAt(sums, row as Partial<KeyRow>, by, stepMs);
      const { _sum: n } = row;
      sum.calls += n.calls ?? 0;
      sum.counts.ok += n.ok ?? 0;
      sum.counts.tool_error += n.toolError ?? 0;
      sum.counts.protocol += n.protocol ?? 0;
      sum.counts.transport += n.transport ?? 0;
      sum.counts.denied += n.denied ?? 0;
      sum.counts.limited += n.limited ?? 0;
      sum.counts.unknown += n.unknown ?? 0;
      sum.lastAtMs = Math.max(sum.lastAtMs, row._max.lastAt?.getTime() ?? 0);
    }
  }
  return sums;
}

/** More values than that are not named in a question: what nobody asked for is then read and left out. */
export const idsMax = 10_000;

/** Adds times and clients to these sums: they are read row by row, so only for what is shown. */
export async function addTimes(
  db: Source,
  where: RollupWhere,
  stretches: Stretch[],
  by: Dimension[],
  stepMs: number,
  shown: Sum[],
): Promise<void> {
  const sums = new Map(shown.map((sum) => [keyOf(sum.key, by), sum]));
  const narrowed = by.flatMap((one) =>
    one === 'at' ? [] : [[one, { in: [...new Set(shown.map(({ key }) => key[one]))] }]],
  );
  const isMany = shown.length > idsMax;
  const only = narrowed.filter(([one]) => !isMany && where[one as keyof RollupWhere] === undefined);
  const latest = new Map<Sum, { lastAtMs: number; lastClient: string | null }>();
  for (const stretch of stretches) {
    const rows = await tableOf(db, stretch).findMany({
      where: { ...where, ...Object.fromEntries(only), ...within(stretch) },
      select: {
        ...{ memberId: true, tokenId: true, serverId: true, tool: true, at: true },
        ...{ serverTimes: true, gatewayTimes: true, lastAt: true, lastClient: true },
      },
    });
    for (const row of rows) {
      const sum = sums.get(keyOf({ ...row, at: stepOf(row.at, stepMs) }, by));
      if (sum === undefined) continue;
      addHistogram(sum.serverTimes, readHistogram(row.serverTimes));
      addHistogram(sum.gatewayTimes, readHistogram(row.gatewayTimes));
      const use = latest.get(sum) ?? { lastAtMs: 0, lastClient: null };
      noteUse(use, row.lastAt.getTime(), row.lastClient);
      latest.set(sum, use);
    }
  }
  for (const [sum, { lastClient }] of latest) sum.lastClient = lastClient;
}

interface KeyRow {
  memberId: string;
  tokenId: string;
  serverId: string;
  tool: string;
  at: Date;
}

function sumAt(sums: Map<string, Sum>, row: Partial<KeyRow>, by: Dimension[], stepMs: number): Sum {
  const { memberId = '', tokenId = '', serverId = '', tool = '', at } = row;
  const key = { memberId, tokenId, serverId, tool, at: at === undefined ? 0 : stepOf(at, stepMs) };
  const text = keyOf(key, by);
  const known = sums.get(text) ?? emptySum(key);
  sums.set(text, known);
  return known;
}

export function emptySum(key: Partial<Sum['key']> = {}): Sum {
  return {
    key: { memberId: '', tokenId: '', serverId: '', tool: '', at: 0, ...key },
    calls: 0,
    counts: { ok: 0, tool_error: 0, protocol: 0, transport: 0, denied: 0, limited: 0, unknown: 0 },
    serverTimes: {},
    gatewayTimes: {},
    lastAtMs: 0,
    lastClient: null,
  };
}

export function addSum(total: Sum, part: Sum): void {
  total.calls += part.calls;
  for (const one of outcomeClasses) total.counts[one] += part.counts[one];
  addHistogram(total.serverTimes, part.serverTimes);
  addHistogram(total.gatewayTimes, part.gatewayTimes);
  noteUse(total, part.lastAtMs, part.lastClient);
}

const stepOf = (at: Date, stepMs: number) => Math.floor(at.getTime() / stepMs) * stepMs;

const keyOf = (key: Sum['key'], by: Dimension[]): string => by.map((one) => key[one]).join('\n');

/** @param isCounts that times and the client are nobody's business here */
export function toNumbers(sum: Sum, isCounts: boolean): UsageNumbers {
  const { calls, counts, lastAtMs } = sum;
  const taken = calls - counts.denied - counts.limited;
  const times = (histogram: Histogram) => {
    const [p50, p95] = [quantile(histogram, 0.5), quantile(histogram, 0.95)];
    return isCounts || p50 === null || p95 === null ? null : { p50: toMs(p50), p95: toMs(p95) };
  };
  return {
    calls,
    outcomes: { ...counts },
    success_rate: taken === 0 ? null : counts.ok / taken,
    server_ms: times(sum.serverTimes),
    gateway_ms: times(sum.gatewayTimes),
    last_used_at: lastAtMs === 0 ? null : new Date(lastAtMs).toISOString(),
    last_client: isCounts ? null : sum.lastClient,
  };
}

/** Three digits are more than a histogram knows. */
const toMs = (us: number): number => Number((us / 1000).toPrecision(3));
