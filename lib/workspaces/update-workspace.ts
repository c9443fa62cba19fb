import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { UpdateWorkspaceInput, type Workspace } from './schemas';
import { toWorkspace, workspaceSelect } from './workspace-row';

/**
 * Changes name, description, or what tokens may be. The slug is permanent: it stands in every client's configuration. A policy is for
 * tokens that are made from now on.
 * @throws AppError `forbidden` for a policy or limit that comes from an admin: those are the owner's
 */
export async function updateWorkspace(ctx: Ctx, slug: string, rawInput: UpdateWorkspaceInput): Promise<Workspace> {
  const { workspace, role } = await authorizeWorkspace(ctx, slug, 'workspace.update');
  const input = UpdateWorkspaceInput.parse(rawInput);
  if (input.token_policy !== undefined || input.rate_limit !== undefined) {
    await authorizeWorkspace(ctx, slug, 'workspace.policy');
  }
  const changes = changesOf(input);
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

function changesOf({ name, description, token_policy: policy = {}, rate_limit }: UpdateWorkspaceInput) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(policy.max_lifetime === undefined ? {} : { tokenLifetimeMax: policy.max_lifetime }),
    ...(policy.expiry_required === undefined ? {} : { tokenExpiryRequired: policy.expiry_required }),
    ...(policy.on_leak === undefined ? {} : { onLeak: policy.on_leak }),
    ...(rate_limit === undefined ? {} : { rateLimit: rate_limit }),
  };
}
