import { addHistogram, type Histogram, quantile } from './histogram';
import { outcomeClasses } from './outcome-class';
import { noteUse, type Rollup } from './rollup';
import type { Dimension } from './rollup-query';
import type { UsageNumbers } from './schemas';

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
