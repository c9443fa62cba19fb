import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { endInvite } from './end-invite';
import { findOpenInvite } from './find-open-invite';

/** Takes an invite back. Once this has returned its link opens nothing. */
export async function revokeInvite(ctx: Ctx, slug: string, rawId: string): Promise<void> {
  const { workspace, role: own } = await authorizeWorkspace(ctx, slug, 'invite.write');
  await inTransaction(ctx, async (tx) => {
    const invite = await findOpenInvite(tx, workspace.id, rawId, own);
    if (!(await endInvite(tx, ctx, { ...invite, workspaceId: workspace.id }))) throw notFound();
  });
}
