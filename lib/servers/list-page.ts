import { createHash } from 'node:crypto';
import { AppError } from '../errors';

/**
 * One page of a list that is whole in memory. The cursor names the last entry shown by `keyOf`, which must outlive a refresh of
 * the catalogue, as row ids do not.
 * @throws AppError `invalid_input` at `cursor` when that entry is not there any more
 */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (one: T) => string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): { shown: T[]; next_cursor: string | null } {
  const cursorOf = (one: T) => createHash('sha256').update(keyOf(one)).digest('base64url');
  const from = cursor === undefined ? 0 : all.findIndex((one) => cursorOf(one) === cursor) + 1;
  if (cursor !== undefined && from === 0) {
    const message = 'The list has changed since that page. Begin again without a cursor.';
    throw new AppError('invalid_input', message, { errors: [{ path: 'cursor', message }] });
  }
  const shown = all.slice(from, from + limit);
  const last = from + limit < all.length ? shown.at(-1) : undefined;
  return { shown, next_cursor: last === undefined ? null : cursorOf(last) };
}
