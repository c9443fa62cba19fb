import { authorizeWorkspace, requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { holdMember } from '../access/hold-member';
import { mayGrant } from '../access/roles';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { isUniqueViolation } from '../db/unique-violation';
import { AppError, type FieldError } from '../errors';
import { newId } from '../ids';
import { goneMeanwhile } from '../tokens/gone-meanwhile';
import { endInvite } from './end-invite';
import { limitSends } from './invite-limits';
import { inviteSelect, newLink, pendingKey, toInvites } from './invite-row';
import { mailInvite } from './mail-invite';
import { type CreatedInvite, type CreatedInvites, CreateInviteInput } from './schemas';

/**
 * Invites one person or several. The answer holds the links, once and never again: what is stored of each is a SHA-256.
 * Whether somebody has an account shows nowhere in it.
 * @throws AppError `conflict` when one of them is a member or invited already, and then nobody is invited; `rate_limited`; `forbidden`
 */
export async function inviteMembers(
  ctx: Ctx,
  slug: string,
  rawInput: CreateInviteInput,
): Promise<CreatedInvite | CreatedInvites> {
  const { workspace, role: own, memberId } = await authorizeWorkspace(ctx, slug, 'invite.write');
  const user = requireUser(ctx);
  const { email, emails = [], role } = CreateInviteInput.parse(rawInput);
  if (!mayGrant(own, role)) {
    throw new AppError('forbidden', `Your role in this workspace, ${own}, does not invite an ${role}.`);
  }
  const asked = email === undefined ? [...new Set(emails)] : [email];
  const pathOf = (one: string) => (email === undefined ? `emails.${emails.indexOf(one)}` : 'email');

  const made = await inTransaction(ctx, async (tx) => {
    if (memberId !== null) await holdMember(tx, memberId, own);
    await endExpired(tx, ctx, workspace.id, asked);
    await refuseKnown(tx, workspace.id, asked, pathOf);
    await limitSends(tx, ctx, workspace.id, asked);
    const created: CreatedInvite[] = [];
    for (const one of asked)
      created.push(await insertInvite(tx, ctx, { workspaceId: workspace.id, email: one, role, userId: user.id }));
    return created;
  }).catch((error: unknown) => {
    throw isUniqueViolation(error)
      ? new AppError('conflict', 'Somebody was invited by another at this moment.')
      : error;
  });
  for (const one of made) mailInvite(ctx, workspace, one);
  const [only] = made;
  return email === undefined || only === undefined ? { invites: made } : only;
}

/** Whose time is over makes room for a new invite to the same address. */
async function endExpired(tx: Tx, ctx: Ctx, workspaceId: string, emails: string[]): Promise<void> {
  const expired = await tx.invite.findMany({
    where: { pendingKey: { in: emails.map((email) => pendingKey(workspaceId, email)) }, expiresAt: { lte: ctx.now } },
    select: { id: true, workspaceId: true, email: true, role: true },
  });
  for (const invite of expired) await endInvite(tx, ctx, invite);
}

async function refuseKnown(tx: Tx, workspaceId: string, emails: string[], pathOf: (email: string) => string) {
  const members = await tx.member.findMany({
    where: { workspaceId, removedAt: null, user: { email: { in: emails } } },
    select: { user: { select: { email: true } } },
  });
  const pending = await tx.invite.findMany({
    where: { pendingKey: { in: emails.map((email) => pendingKey(workspaceId, email)) } },
    select: { email: true },
  });
  const errors: FieldError[] = [
    ...members.map(({ user: { email } }) => ({ path: pathOf(email), message: `${email} is a member already.` })),
    ...pending.map(({ email }) => ({
      path: pathOf(email),
      message: `${email} is invited already. Send that invite again for a new link.`,
    })),
  ];
  if (errors.length === 0) return;
  throw new AppError(
    'conflict',
    errors.length === 1 ? (errors[0]?.message ?? '') : 'Some of them are members or invited already.',
    { errors },
  );
}

interface NewInvite {
  workspaceId: string;
  email: string;
  role: string;
  userId: string;
}

async function insertInvite(tx: Tx, ctx: Ctx, { workspaceId, email, role, userId }: NewInvite): Promise<CreatedInvite> {
  const { link, stored } = newLink(ctx);
  const id = newId(ctx.now.getTime());
  const data = { ...stored, id, workspaceId, email, role, invitedById: userId, createdAt: ctx.now };
  const row = await tx.invite
    .create({ data: { ...data, pendingKey: pendingKey(workspaceId, email) }, select: inviteSelect })
    .catch((error: unknown) => {
      throw goneMeanwhile(error);
    });
  const target = { workspaceId, targetType: 'invite', targetId: id } as const;
  const details = { email, role, expires_at: stored.expiresAt.toISOString() };
  await appendAudit(tx, ctx, { action: 'invite.create', ...target, details });
  const [invite] = await toInvites(tx, [row], ctx.now);
  return { invite: invite as CreatedInvite['invite'], link };
}
