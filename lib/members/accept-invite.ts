import type { AnonymousCtx } from '../access/ctx';
import { holdAccount } from '../access/hold-account';
import { hashPassword } from '../access/passwords';
import type { UserActor } from '../access/read-session';
import { insertUser } from '../account/insert-user';
import { refuseWeakPassword } from '../account/refuse-weak-password';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { isUniqueViolation } from '../db/unique-violation';
import { AppError, type FieldError, notFound } from '../errors';
import { newId } from '../ids';
import { goneMeanwhile } from '../tokens/gone-meanwhile';
import { insertToken } from '../tokens/insert-token';
import { mcpJson } from '../tokens/mcp-json';
import { policySelect, type TokenPolicy } from '../tokens/token-policy';
import { toOneToken } from '../tokens/token-row';
import type { Role } from '../workspaces/schemas';
import { toWorkspace, workspaceSelect } from '../workspaces/workspace-row';
import { whereOpen } from './invite-row';
import { type InviteTry, readInvite } from './read-invite';
import { type AcceptedInvite, AcceptInviteInput } from './schemas';

/**
 * Makes somebody a member, and gives them their first token, which the answer holds once and never again. Whoever has no account yet
 * makes one by it: the link was sent to the address, so the address is theirs. However many accept at once, one does.
 * @throws AppError `not_found` for a link that opens nothing (revoked, used, never made), `gone` for an expired one, `sign_in_required`
 *   where the address has an account, `wrong_account` for another's, `conflict` for a member, `invalid_input`, `rate_limited`
 */
export async function acceptInvite(
  ctx: AnonymousCtx,
  rawInput: AcceptInviteInput,
  { who, ...attempt }: InviteTry,
): Promise<AcceptedInvite> {
  const input = AcceptInviteInput.parse(rawInput);
  const actor = await who();
  const invite = await readInvite(ctx, input.invite_token, attempt);
  if (invite.isExpired) throw new AppError('gone', 'This invite has expired. Ask whoever invited you for a new one.');
  if (actor !== null) await refuseUnfit(ctx, invite, actor);
  const newcomer = actor === null ? await readNewcomer(ctx, invite.email, input) : null;

  const { raw, ...accepted } = await inTransaction(ctx, async (tx) => {
    const joining = newcomer?.user ?? (actor as UserActor);
    if (newcomer === null) await holdAccount(tx, joining.id);
    await claim(tx, ctx, invite, joining.id);
    const person =
      newcomer === null ? (actor as UserActor) : await insertUser(tx, ctx, newcomer.user, newcomer.passwordHash);
    return join(tx, { ...ctx, actor: person }, invite);
  }).catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw goneMeanwhile(error);
    throw newcomer === null ? alreadyMember() : signInRequired();
  });
  return { ...accepted, raw, mcp_json: mcpJson(ctx.env.url, invite.workspace.slug, raw) };
}

type JoiningCtx = AnonymousCtx & { actor: UserActor };
type Invite = Awaited<ReturnType<typeof readInvite>>;

const signInRequired = () =>
  new AppError('sign_in_required', 'This address has an account. Sign in to it, then accept the invite.');

const alreadyMember = () => new AppError('conflict', 'You are a member of this workspace already.');

async function refuseUnfit({ db }: AnonymousCtx, invite: Invite, actor: UserActor): Promise<void> {
  if (actor.email !== invite.email) {
    throw new AppError('wrong_account', 'This invite is for another address than the one you are signed in with.');
  }
  const where = { workspaceId: invite.workspaceId, userId: actor.id, removedAt: null };
  if ((await db.member.findFirst({ where, select: { id: true } })) !== null) throw alreadyMember();
}

async function readNewcomer({ db, now }: AnonymousCtx, email: string, { name, password }: AcceptInviteInput) {
  if ((await db.user.findUnique({ where: { email }, select: { id: true } })) !== null) throw signInRequired();
  if (name === undefined || password === undefined) {
    const errors: FieldError[] = [];
    if (name === undefined) errors.push({ path: 'name', message: 'Enter your name.' });
    if (password === undefined) errors.push({ path: 'password', message: 'Choose a password.' });
    throw new AppError('invalid_input', 'A new account needs a name and a password.', { errors });
  }
  refuseWeakPassword(password, { email, name });
  return { user: { id: newId(now.getTime()), name, email }, passwordHash: await hashPassword(password) };
}

/** The one write that decides: of several who accept at once it succeeds for the first, and a link that was replaced is no longer in it. */
async function claim(tx: Tx, { now }: AnonymousCtx, { id, tokenHash }: Invite, userId: string): Promise<void> {
  const { count } = await tx.invite.updateMany({
    where: { id, tokenHash, ...whereOpen, expiresAt: { gt: now } },
    data: { acceptedAt: now, acceptedById: userId, pendingKey: null },
  });
  if (count === 0) throw notFound();
}

async function join(tx: Tx, ctx: JoiningCtx, invite: Invite) {
  const { workspaceId, role } = invite;
  const memberId = await enter(tx, ctx, workspaceId, role);
  const details = { email: invite.email, role, member_id: memberId };
  await appendAudit(tx, ctx, {
    action: 'invite.accept',
    workspaceId,
    targetType: 'invite',
    targetId: invite.id,
    details,
  });

  const policy = await tx.workspace.findUnique({ where: { id: workspaceId }, select: policySelect });
  if (policy === null) throw notFound();
  const expiresAt = firstExpiry(policy, ctx.now);
  const { raw, row } = await insertToken(tx, ctx, {
    workspaceId,
    name: nameOfFirst(ctx.actor.name),
    createdById: ctx.actor.id,
    memberId,
    expiresAt,
    scope: null,
    rateLimit: null,
    rotatedFromId: null,
  });
  const target = { workspaceId, targetType: 'token', targetId: row.id } as const;
  const facts = { name: row.name, hint: row.hint, expires_at: expiresAt?.toISOString() ?? null, member_id: memberId };
  await appendAudit(tx, ctx, { action: 'token.create', ...target, details: facts });
  const shown = await tx.workspace.findUniqueOrThrow({ where: { id: workspaceId }, select: workspaceSelect(ctx.now) });
  return { workspace: toWorkspace(shown, role, ctx.env), token: await toOneToken(tx, row, ctx.now), raw };
}

/** Who was a member before gets their row back, and with it their name on what they did; their tokens stay ended. */
async function enter(tx: Tx, ctx: JoiningCtx, workspaceId: string, role: Role): Promise<string> {
  const who = { workspaceId, userId: ctx.actor.id };
  const member = { role, joinedAt: ctx.now, removedAt: null };
  const back = await tx.member.updateMany({ where: { ...who, removedAt: { not: null } }, data: member });
  if (back.count === 0) await tx.member.create({ data: { ...who, ...member, id: newId(ctx.now.getTime()) } });
  const { id } = await tx.member.findFirstOrThrow({ where: who, select: { id: true } });
  return id;
}

/** Where tokens must expire and nobody said when: the longest that personal use is offered. */
const usualLifeS = 7_776_000;

/** As long as the workspace allows. */
function firstExpiry({ tokenLifetimeMax, tokenExpiryRequired }: TokenPolicy, now: Date): Date | null {
  const seconds = tokenLifetimeMax ?? (tokenExpiryRequired ? usualLifeS : null);
  return seconds === null ? null : new Date(now.getTime() + seconds * 1000);
}

/** Fits into a token's name with any person's name. */
const nameOfFirst = (person: string): string => `${[...person].slice(0, 30).join('')}, personal`;
