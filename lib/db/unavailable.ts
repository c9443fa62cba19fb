import { AppError } from '../errors';

/** Prisma's codes for a database that is away, full of connections, too slow, or too contended. */
const awayCodes = new Set(['P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037']);
const awaySigns =
  /ECONNREFUSED|ECONNRESET|ENOTFOUND|EPIPE|ETIMEDOUT|timeout exceeded|Query read timeout|Connection terminated|DatabaseNotReachable/;

/** The refusal to give when the database itself failed, or null when `error` is about something else. */
export function asUnavailable(error: unknown): AppError | null {
  if (!(error instanceof Error)) return null;
  const code = 'code' in error ? String(error.code) : '';
  if (!awayCodes.has(code) && !awaySigns.test(`${code} ${error.message}`)) return null;
  const why =
    code === 'P2034' ? 'Another change of the same was under way' : 'The database does not answer at the moment';
  return new AppError('unavailable', `${why}. Try again in a few seconds.`, { cause: error, retryAfterSeconds: 2 });
}
