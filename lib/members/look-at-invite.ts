import type { AnonymousCtx } from '../access/ctx';
import type { UserActor } from '../access/read-session';
import { type InviteTry, readInvite } from './read-invite';
import { type InviteState, type InviteView, LookAtInviteInput } from './schemas';

/**
 * What an invite asks of whoever holds its link. It changes nothing, so that a mail scanner that follows links does no harm.
 * @throws AppError `not_found` for whatever opens nothing, `rate_limited`
 */
export async function lookAtInvite(
  ctx: AnonymousCtx,
  rawInput: LookAtInviteInput,
  { who, ...attempt }: InviteTry,
): Promise<InviteView> {
  const { invite_token } = LookAtInviteInput.parse(rawInput);
  const actor = await who();
  const invite = await readInvite(ctx, invite_token, attempt);
  const inviter = await ctx.db.user.findUnique({ where: { id: invite.invitedById }, select: { name: true } });
  return {
    workspace: invite.workspace,
    inviter: inviter?.name ?? 'Somebody',
    role: invite.role,
    email_masked: masked(invite.email),
    state: invite.isExpired ? 'expired' : await stateOf(ctx, invite, actor),
  };
}

interface Asked {
  email: string;
  workspaceId: string;
}

async function stateOf({ db }: AnonymousCtx, invite: Asked, actor: UserActor | null): Promise<InviteState> {
  const { email, workspaceId } = invite;
  if (actor === null) {
    const account = await db.user.findUnique({ where: { email }, select: { id: true } });
    return account === null ? 'sign_up' : 'sign_in';
  }
  if (actor.email !== email) return 'wrong_account';
  const where = { workspaceId, userId: actor.id, removedAt: null };
  return (await db.member.findFirst({ where, select: { id: true } })) === null ? 'ready' : 'already_member';
}

/** Enough for its owner to know it again. */
function masked(email: string): string {
  const at = email.lastIndexOf('@');
  return `${[...email][0]}…${email.slice(at)}`;
}
