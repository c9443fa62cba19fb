import { AppError } from '../errors';
import { dayMs, hourMs } from './rollup';
import type { UsageGrouping } from './schemas';

/** A stretch of time that is read from one of the two tables. */
export interface Stretch {
  table: 'hours' | 'days';
  fromMs: number;
  toMs: number;
}

export interface UsageRange {
  fromMs: number;
  toMs: number;
}

const defaultDays = 7;
const longestDays = 731;
const longestByHourDays = 31;
/** Beyond it hours at the ends are days: those of the beginning may be purged already. */
const hoursKnownDays = 31;

/**
 * What is asked for, in whole hours (UTC); in whole days where it is long, or where nobody may know more.
 * @throws AppError `invalid_input` for a range that ends before it begins, or is too long for how it is grouped
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
  const longest = query.group_by === 'hour' ? longestByHourDays : longestDays;
  if (days > longest) throw refused('from', `Ask for ${longest} days at most.`);
  const step = byDays || days > hoursKnownDays + 1 || query.group_by === 'day' ? dayMs : hourMs;
  return { fromMs: Math.floor(fromMs / step) * step, toMs: Math.ceil(toMs / step) * step };
}

function refused(path: string, message: string): AppError {
  return new AppError('invalid_input', message, { errors: [{ path, message }] });
}

/**
 * Whole days from the table of days, as far as it is made, and the rest from that of hours.
 * @param daysUntilMs the first day that is not made yet
 */
export function stretchesOf({ fromMs, toMs }: UsageRange, daysUntilMs: number, byHour: boolean): Stretch[] {
  const firstDay = Math.ceil(fromMs / dayMs) * dayMs;
  const endOfDays = Math.min(Math.floor(toMs / dayMs) * dayMs, daysUntilMs);
  if (byHour || endOfDays <= firstDay) return [{ table: 'hours', fromMs, toMs }];
  const stretches: Stretch[] = [
    { table: 'hours', fromMs, toMs: firstDay },
    { table: 'days', fromMs: firstDay, toMs: endOfDays },
    { table: 'hours', fromMs: endOfDays, toMs },
  ];
  return stretches.filter((one) => one.fromMs < one.toMs);
}
