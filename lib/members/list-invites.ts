import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { type PageQuery, readPage } from '../page';
import { inviteSelect, toInvites, whereOpen } from './invite-row';
import type { InviteList } from './schemas';

/** The invites of a workspace that wait for somebody, also those whose time is over, newest first. */
export async function listInvites(ctx: Ctx, slug: string, query: PageQuery): Promise<InviteList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'invite.read');
  const { after, orderBy, take, cut } = readPage(query, 'desc');
  const where = { workspaceId: workspace.id, ...whereOpen, ...after };
  const { rows, nextCursor } = cut(await ctx.db.invite.findMany({ where, orderBy, take, select: inviteSelect }));
  return { invites: await toInvites(ctx.db, rows, ctx.now), next_cursor: nextCursor };
}
