import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { UpdateWorkspaceInput, type Workspace } from './schemas';
import { toWorkspace, workspaceSelect } from './workspace-row';

/** Changes name or description. The slug is permanent: it stands in every client's configuration. */
export async function updateWorkspace(ctx: Ctx, slug: string, rawInput: UpdateWorkspaceInput): Promise<Workspace> {
  const { workspace, role } = await authorizeWorkspace(ctx, slug, 'workspace.update');
  const input = UpdateWorkspaceInput.parse(rawInput);
  const changes = {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.description === undefined ? {} : { description: input.description }),
  };
  const row = await inTransaction(ctx, async (tx) => {
    const target = { workspaceId: workspace.id, targetType: 'workspace', targetId: workspace.id } as const;
    await appendAudit(tx, ctx, { action: 'workspace.update', ...target, details: changes });
    return tx.workspace.update({
      where: { id: workspace.id },
      data: { ...changes, revision: { increment: 1 }, updatedAt: ctx.now },
      select: workspaceSelect(ctx.now),
    });
  });
  return toWorkspace(row, role, ctx.env);
}
