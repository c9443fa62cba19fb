import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { endToken } from '../tokens/end-token';
import { roles } from '../workspaces/schemas';
import { endInvitesOf } from './end-invites-of';

interface EndedMember {
  id: string;
  workspaceId: string;
  role: string;
  user: { id: string; name: string; email: string };
}

/**
 * Ends somebody's membership within the caller's transaction, which holds the workspace's row: with it their tokens and the links that they
 * sent out. The row stays, and so does their name on what they did.
 * @returns the ids of the tokens; whoever calls closes their streams after the commit
 */
export async function endMembership(
  tx: Tx,
  ctx: Ctx,
  { id, workspaceId, role, user }: EndedMember,
  action: 'member.leave' | 'member.remove',
): Promise<string[]> {
  // Before the tokens are looked for: whoever makes one for this member at the same time holds the row until it can be found.
  await tx.member.updateMany({ where: { id, workspaceId, removedAt: null }, data: { removedAt: ctx.now } });
  const tokens = await tx.token.findMany({
    where: { workspaceId, memberId: id, revokedAt: null },
    select: { id: true },
  });
  for (const token of tokens) await endToken(tx, ctx, { id: token.id, workspaceId }, 'revoked');
  await endInvitesOf(tx, ctx, { workspaceId, userId: user.id }, roles);
  const target = { workspaceId, targetType: 'member', targetId: id } as const;
  const details = { name: user.name, email: user.email, role, token_count: tokens.length };
  await appendAudit(tx, ctx, { action, ...target, details });
  return tokens.map((token) => token.id);
}
