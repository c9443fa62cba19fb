import { InvalidArgumentError } from 'commander';
import { parseDuration } from './duration';

/**
 * A moment as ISO text, from a duration before now (`24h`) or a date with or without a time (`2026-11-01`, `2026-11-01T08:00:00Z`); a time
 * without a zone is of this machine, a date alone is midnight UTC.
 * @throws InvalidArgumentError for anything else, which commander says with the option's name.
 */
export function parseWhen(text: string, now: Date = new Date()): string {
  if (/^\d+[a-z]$/i.test(text)) return new Date(now.getTime() - parseDuration(text) * 1_000).toISOString();
  const moment = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d)?)?$/.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return new Date(moment).toISOString();
  throw new InvalidArgumentError('Give a time ago (90m, 24h, 7d) or a date (2026-11-01, 2026-11-01T08:00:00Z).');
}
