import type { Db } from '../db/client';
import { dayMs, hourMs } from './rollup';

/** Sums of more than an hour: each is made out of others when it is over, so that a year is some dozens of rows and today is a few. */
export interface Span {
  table: 'quarter_days' | 'days' | 'weeks';
  ms: number;
  of: 'hours' | 'days';
  /** After its end. Batches that could not be written at once are repeated for minutes. */
  waitMs: number;
}

export type UsageTable = Span['table'] | Span['of'];

/** Each after what it is made of. They begin where Unix time is a multiple of them, weeks on a Thursday. */
export const spans: readonly Span[] = [
  { table: 'quarter_days', ms: 6 * hourMs, of: 'hours', waitMs: hourMs },
  { table: 'days', ms: dayMs, of: 'hours', waitMs: 6 * hourMs },
  { table: 'weeks', ms: 7 * dayMs, of: 'days', waitMs: 6 * hourMs },
];

/** How long sums are kept, quarters of days as long as hours, and weeks as long as days. Both outlive the calls. */
export const hoursKeptDays = 90;
export const daysKeptDays = 731;

/** All have the same columns. */
export function tableOf(db: Db, table: UsageTable): Db['usageDay'] {
  const tables = { hours: db.usageHour, quarter_days: db.usageQuarterDay, days: db.usageDay, weeks: db.usageWeek };
  return tables[table] as unknown as Db['usageDay'];
}
