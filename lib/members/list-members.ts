import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { type PageQuery, readPage } from '../page';
import { memberSelect, toMembers } from './member-row';
import type { MemberList } from './schemas';

/** The members of a workspace, oldest row first. Who was removed is none, whatever they left behind. */
export async function listMembers(ctx: Ctx, slug: string, query: PageQuery): Promise<MemberList> {
  const access = await authorizeWorkspace(ctx, slug, 'member.read');
  const { after, orderBy, take, cut } = readPage(query, 'asc');
  const where = { workspaceId: access.workspace.id, removedAt: null, ...after };
  const { rows, nextCursor } = cut(await ctx.db.member.findMany({ where, orderBy, take, select: memberSelect }));
  return { members: await toMembers(ctx.db, ctx, access, rows), next_cursor: nextCursor };
}
