import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { roleOf } from '../access/roles';
import { type PageQuery, readPage } from '../page';
import type { WorkspaceList } from './schemas';
import { toWorkspace, workspaceSelect } from './workspace-row';

/** The workspaces that the actor is a member of, oldest first. */
export async function listWorkspaces(ctx: Ctx, query: PageQuery): Promise<WorkspaceList> {
  const user = requireUser(ctx);
  const { after, orderBy, take, cut } = readPage(query, 'asc');
  const found = await ctx.db.workspace.findMany({
    where: { members: { some: { userId: user.id, removedAt: null } }, ...after },
    orderBy,
    take,
    select: { ...workspaceSelect(ctx.now), members: { where: { userId: user.id }, select: { role: true } } },
  });
  const { rows, nextCursor } = cut(found);
  const workspaces = rows.flatMap((row) => {
    const role = roleOf(row.members[0]?.role);
    return role === null ? [] : [toWorkspace(row, role, ctx.env)];
  });
  return { workspaces, next_cursor: nextCursor };
}
