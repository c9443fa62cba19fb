import type { Db } from '../db/client';
import { dayMs, hourMs } from './rollup';

/** Sums of more than an hour: each is made out of others when it is over, so that a year is some dozens of rows and today is a few. */
export interface Span {
  table: 'quarter_days' | 'days' | 'weeks';
  ms: number;
  of: 'hours' | 'days';
  /** After its end. What could not be written at once waits in a queue, which has been an hour long where a database was away. */
  waitMs: number;
  /** After its end, too: it stands for finer sums, and is needed as long as any of them. */
  keptDays: number;
}

export type UsageTable = Span['table'] | Span['of'];

export const hoursKeptDays = 90;
/** Days outlive hours, and both outlive the calls. */
export const daysKeptDays = 731;

/** Each after what it is made of. They begin where Unix time is a multiple of them, weeks on a Thursday. */
export const spans: readonly Span[] = [
  { table: 'quarter_days', ms: 6 * hourMs, of: 'hours', waitMs: 2 * hourMs, keptDays: hoursKeptDays },
  { table: 'days', ms: dayMs, of: 'hours', waitMs: 6 * hourMs, keptDays: daysKeptDays },
  { table: 'weeks', ms: 7 * dayMs, of: 'days', waitMs: 6 * hourMs, keptDays: daysKeptDays },
];

/** All have the same columns. */
export function tableOf(db: Db, table: UsageTable): Db['usageDay'] {
  const tables = { hours: db.usageHour, quarter_days: db.usageQuarterDay, days: db.usageDay, weeks: db.usageWeek };
  return tables[table] as unknown as Db['usageDay'];
}
