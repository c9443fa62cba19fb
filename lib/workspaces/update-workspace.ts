import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { changed } from '../audit/changed';
import { inTransaction } from '../db/in-transaction';
import { UpdateWorkspaceInput, type Workspace } from './schemas';
import { toWorkspace, workspaceSelect } from './workspace-row';

/**
 * Changes name, description, what tokens may be, or what is seen of people's calls. The slug is permanent: it stands in every client's configuration. A policy is for
 * tokens that are made from now on.
 * @throws AppError `forbidden` for a policy or limit, whatever it is about, that comes from an admin: those are the owner's
 */
export async function updateWorkspace(ctx: Ctx, slug: string, rawInput: UpdateWorkspaceInput): Promise<Workspace> {
  const { workspace, role } = await authorizeWorkspace(ctx, slug, 'workspace.update');
  const input = UpdateWorkspaceInput.parse(rawInput);
  if (input.token_policy !== undefined || input.rate_limit !== undefined) {
    await authorizeWorkspace(ctx, slug, 'workspace.policy');
  }
  if (input.usage_detail !== undefined) await authorizeWorkspace(ctx, slug, 'usage.policy');
  const row = await inTransaction(ctx, async (tx) => {
    const where = { id: workspace.id };
    // Raised first: it holds the row, so that what was before is what this change finds.
    await tx.workspace.update({ where, data: { revision: { increment: 1 } }, select: { id: true } });
    const before = await tx.workspace.findUniqueOrThrow({ where, select: audited });
    const after = { ...before, ...changesOf(input) };
    const change = changed(before, after);
    const target = { workspaceId: workspace.id, targetType: 'workspace', targetId: workspace.id } as const;
    const details = { name: after.name };
    if (change !== null) await appendAudit(tx, ctx, { action: 'workspace.update', ...target, details, ...change });
    return tx.workspace.update({
      where,
      data: { ...after, updatedAt: ctx.now },
      select: workspaceSelect(ctx.now),
    });
  });
  return toWorkspace(row, role, ctx.env);
}

const audited = {
  name: true,
  description: true,
  tokenLifetimeMax: true,
  tokenExpiryRequired: true,
  onLeak: true,
  rateLimit: true,
  usageDetail: true,
} as const;

function changesOf({ name, description, token_policy: policy = {}, rate_limit, usage_detail }: UpdateWorkspaceInput) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(policy.max_lifetime === undefined ? {} : { tokenLifetimeMax: policy.max_lifetime }),
    ...(policy.expiry_required === undefined ? {} : { tokenExpiryRequired: policy.expiry_required }),
    ...(policy.on_leak === undefined ? {} : { onLeak: policy.on_leak }),
    ...(rate_limit === undefined ? {} : { rateLimit: rate_limit }),
    ...(usage_detail === undefined ? {} : { usageDetail: usage_detail }),
  };
}
