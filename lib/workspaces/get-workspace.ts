import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { notFound } from '../errors';
import type { Workspace } from './schemas';
import { toWorkspace, workspaceSelect } from './workspace-row';

/** One workspace of the actor. */
export async function getWorkspace(ctx: Ctx, slug: string): Promise<Workspace> {
  const { workspace, role } = await authorizeWorkspace(ctx, slug, 'workspace.read');
  const row = await ctx.db.workspace.findUnique({ where: { id: workspace.id }, select: workspaceSelect(ctx.now) });
  if (row === null) throw notFound();
  return toWorkspace(row, role, ctx.env);
}
