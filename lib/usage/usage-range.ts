import { AppError } from '../errors';
import type { MadeUntil } from './made-until';
import { dayMs, hourMs } from './rollup';
import type { UsageGrouping } from './schemas';
import { daysKeptDays, hoursKeptDays, spans, type UsageTable } from './spans';

/** A stretch of time that is read from one of the tables. */
export interface Stretch {
  table: UsageTable;
  fromMs: number;
  toMs: number;
}

export interface UsageRange {
  fromMs: number;
  toMs: number;
}

const defaultDays = 7;
const longestByHourDays = 31;

/**
 * What is asked for, in whole hours (UTC); in whole days where hours are not kept any more, or where nobody may know more.
 * @throws AppError `invalid_input` for a range that ends before it begins, or is too long or too old for how it is grouped
 */
export function rangeOf(
  query: { from?: string | undefined; to?: string | undefined; group_by: UsageGrouping },
  nowMs: number,
  byDays: boolean,
): UsageRange {
  const toMs = query.to === undefined ? nowMs : Date.parse(query.to);
  const fromMs = query.from === undefined ? toMs - defaultDays * dayMs : Date.parse(query.from);
  if (fromMs >= toMs) throw refused('from', 'The range ends before it begins.');
  const days = (toMs - fromMs) / dayMs;
  const longest = query.group_by === 'hour' ? longestByHourDays : daysKeptDays;
  if (days > longest) throw refused('from', `Ask for ${longest} days at most.`);
  // A day less: they are on their way out.
  const hasHours = nowMs - fromMs <= (hoursKeptDays - 1) * dayMs;
  if (query.group_by === 'hour' && !hasHours)
    throw refused('from', `Hours are kept ${hoursKeptDays} days: begin later, or group by day.`);
  const step = byDays || !hasHours || query.group_by === 'day' ? dayMs : hourMs;
  return { fromMs: Math.floor(fromMs / step) * step, toMs: Math.ceil(toMs / step) * step };
}

function refused(path: string, message: string): AppError {
  return new AppError('invalid_input', message, { errors: [{ path, message }] });
}

/**
 * The longest sums that are made and lie whole in the range, and finer ones before and after them.
 * @param atMostMs how much of time one row may be of
 */
export function stretchesOf(range: UsageRange, made: MadeUntil, atMostMs = Number.POSITIVE_INFINITY): Stretch[] {
  let stretches: Stretch[] = [{ table: 'hours', ...range }];
  for (const { table, ms } of spans.filter((span) => span.ms <= atMostMs).toReversed()) {
    stretches = stretches.flatMap((piece) => {
      if (piece.table !== 'hours') return piece;
      const fromMs = Math.ceil(piece.fromMs / ms) * ms;
      const toMs = Math.floor(Math.min(piece.toMs, made[table]) / ms) * ms;
      if (fromMs >= toMs) return piece;
      return [
        { ...piece, toMs: fromMs },
        { table, fromMs, toMs },
        { ...piece, fromMs: toMs },
      ];
    });
  }
  return stretches.filter(({ fromMs, toMs }) => fromMs < toMs);
}
