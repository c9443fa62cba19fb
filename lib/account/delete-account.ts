import type { Ctx } from '../access/ctx';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { AppError } from '../errors';
import { endMembership } from '../members/end-membership';
import { holdMembership } from '../members/hold-membership';
import { confirmIdentity } from './confirm-identity';
import { endSessions } from './end-sessions';
import { DeleteAccountInput } from './schemas';
import { setupDoneKey } from './setup-code';

/**
 * Deletes the actor's account: their memberships, tokens, API keys, sessions and sent links end in one transaction, and the streams that
 * they held open after it. The row stays for their name on the records; the address is free again.
 * @throws as `confirmIdentity`; AppError `conflict` where workspaces would have no owner, or the installation nobody
 */
export async function deleteAccount(
  ctx: Ctx,
  rawInput: DeleteAccountInput,
  { throttle }: { throttle: Throttle },
): Promise<void> {
  const input = DeleteAccountInput.parse(rawInput);
  const user = await confirmIdentity(ctx, input.current_password, throttle);
  if (input.email.trim().toLowerCase() !== user.email) {
    const message = 'This is not the address of your account.';
    throw new AppError('invalid_input', message, { errors: [{ path: 'email', message }] });
  }
  const tokenIds = await inTransaction(ctx, async (tx) => {
    // So that of the last two who delete themselves at once the second sees that the first is gone.
    await tx.setting.updateMany({ where: { key: setupDoneKey }, data: { key: setupDoneKey } });
    // Before all else, so that nobody becomes a member or signs in under it any more.
    const gone = { email: `deleted account ${user.id}`, passwordHash: '', deletedAt: ctx.now, updatedAt: ctx.now };
    const { count } = await tx.user.updateMany({ where: { id: user.id, deletedAt: null }, data: gone });
    if (count === 0) throw new AppError('conflict', 'This account was deleted already.');
    await refuseLastAccount(tx);
    const ended = await leaveAll(tx, ctx, user);
    const { count: keys } = await tx.apiKey.deleteMany({ where: { userId: user.id } });
    await tx.accountLink.deleteMany({ where: { userId: user.id } });
    await tx.identity.deleteMany({ where: { userId: user.id } });
    const sessions = await endSessions(tx, ctx, user.id);
    const details = { name: user.name, token_count: ended.length, api_key_count: keys, sessions_ended: sessions };
    const target = { workspaceId: null, targetType: 'user', targetId: user.id } as const;
    await appendAudit(tx, ctx, { action: 'user.delete', ...target, details });
    return ended;
  });
  for (const tokenId of tokenIds) ctx.closeTokenStreams(tokenId);
}

async function refuseLastAccount(tx: Tx): Promise<void> {
  if ((await tx.user.findFirst({ where: { deletedAt: null }, select: { id: true } })) !== null) return;
  throw new AppError(
    'conflict',
    'This is the only account of this installation: without it nobody could come in again.',
  );
}

async function leaveAll(tx: Tx, ctx: Ctx, user: { id: string; name: string; email: string }): Promise<string[]> {
  const members = await tx.member.findMany({
    where: { userId: user.id, removedAt: null },
    // Held in one order, so that two who leave at once never wait for each other.
    orderBy: { workspaceId: 'asc' },
    select: { id: true, workspaceId: true, role: true, workspace: { select: { name: true } } },
  });
  for (const { workspaceId } of members) await holdMembership(tx, workspaceId, ctx.now);
  await refuseOrphans(tx, members);
  const tokenIds: string[] = [];
  for (const { workspace: _, ...member } of members) {
    tokenIds.push(...(await endMembership(tx, ctx, { ...member, user }, 'member.leave')));
  }
  return tokenIds;
}

interface Membership {
  id: string;
  workspaceId: string;
  workspace: { name: string };
}

/** Asked of the rows as they are while the workspaces are held. */
async function refuseOrphans(tx: Tx, members: readonly Membership[]): Promise<void> {
  const ids = members.map(({ workspaceId }) => workspaceId);
  const owners = await tx.member.findMany({
    where: { workspaceId: { in: ids }, role: 'owner', removedAt: null },
    select: { id: true, workspaceId: true },
  });
  const orphans = members.filter(({ id, workspaceId }) => {
    const own = owners.filter((owner) => owner.workspaceId === workspaceId);
    return own.some((owner) => owner.id === id) && own.length === 1;
  });
  if (orphans.length === 0) return;
  const names = orphans.map(({ workspace }) => workspace.name).join(', ');
  throw new AppError(
    'conflict',
    `You are the last owner of ${names}. Make somebody else an owner there, or delete the workspace.`,
  );
}
