import { z } from 'zod';
import { AppError } from './errors';

/** Query of every list: where to go on, and how many to give. */
export const PageQuery = z.strictObject({
  cursor: z.string().max(200).optional().meta({ description: '`next_cursor` of the page before.' }),
  limit: z.coerce.number().int().min(1).max(100).default(50).meta({ description: 'How many to return at most.' }),
});
export type PageQuery = z.input<typeof PageQuery>;

export interface Page {
  /** The `where` part that skips what earlier pages showed. */
  after: { id?: { lt: string } | { gt: string } };
  orderBy: { id: 'asc' | 'desc' };
  /** One more than asked for, to know whether there is a next page. */
  take: number;
  /** Cuts the extra row off and says where the next page begins. */
  cut<T extends { id: string }>(rows: T[]): { rows: T[]; nextCursor: string | null };
}

/**
 * Pages over rows with UUIDv7 ids, which sort by creation: `desc` is newest first. The cursor holds the last id shown,
 * so rows that come or go between two pages are neither repeated nor skipped.
 * @throws AppError `invalid_input` for a cursor that no list gave out.
 */
export function readPage(query: PageQuery, order: 'asc' | 'desc'): Page {
  const { cursor, limit } = PageQuery.parse(query);
  const id = readCursor(cursor);
  return {
    after: id === undefined ? {} : { id: order === 'desc' ? { lt: id } : { gt: id } },
    orderBy: { id: order },
    take: limit + 1,
    cut: (rows) => {
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return { rows: shown, nextCursor: last === undefined ? null : cursorAfter(last.id) };
    },
  };
}

/** What a client sends to go on after the row with this id. */
export const cursorAfter = (id: string): string => Buffer.from(id).toString('base64url');

/** → the id, or undefined at the beginning. @throws AppError `invalid_input` */
export function readCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const id = z.uuid().safeParse(Buffer.from(cursor, 'base64url').toString());
  if (id.success) return id.data;
  const message = 'This is not a cursor from an earlier page.';
  throw new AppError('invalid_input', message, { errors: [{ path: 'cursor', message }] });
}
