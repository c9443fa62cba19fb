import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { timeOfId } from '../ids';
import { cursorAfter, readCursor } from '../page';
import { toCalls } from './call-row';
import { findCalls } from './find-calls';
import { type CallList, CallQuery } from './schemas';

/** The calls of a workspace that the actor may read, newest first: their own, or with the role for it everybody's. */
export async function listCalls(ctx: Ctx, slug: string, query: CallQuery): Promise<CallList> {
  const access = await authorizeWorkspace(ctx, slug, 'usage.read');
  const { cursor, limit, ...filters } = CallQuery.parse(query);
  const { rows, nextId } = await findCalls(ctx.db, access, filters, { afterId: readCursor(cursor), limit });
  return {
    calls: await toCalls(ctx.db, rows),
    next_cursor: nextId === null ? null : cursorAfter(nextId),
    searched_to: nextId === null ? null : new Date(timeOfId(nextId)).toISOString(),
  };
}
