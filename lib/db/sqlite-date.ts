/** A moment as Prisma's libSQL adapter stores it: ISO 8601 in UTC with milliseconds and `+00:00`. Such texts sort by time. */
export const toSqliteDate = (atMs: number): string => new Date(atMs).toISOString().replace('Z', '+00:00');

/** → Unix milliseconds. */
export function fromSqliteDate(text: string): number {
  const atMs = Date.parse(text);
  if (Number.isNaN(atMs)) throw new RangeError('The database holds something else where a date should be.');
  return atMs;
}
