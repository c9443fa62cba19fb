import { createHmac } from 'node:crypto';
import type { AnonymousCtx } from '../access/ctx';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { isUniqueViolation } from '../db/unique-violation';
import { AppError } from '../errors';
import { newId } from '../ids';
import { whereOpen } from '../members/invite-row';
import { hashSecret } from '../tokens/token-format';
import { insertIdentity } from './insert-identity';
import { insertUser } from './insert-user';
import { mailLinked } from './mail-linked';
import type { ProviderAccount } from './provider-account';
import { type Person, PersonName } from './schemas';
import { startSession } from './start-session';

export type ProviderSignInCtx = Pick<AnonymousCtx, 'db' | 'env' | 'mail' | 'now' | 'requestId' | 'sender' | 'vault'>;

export type ProviderSignIn =
  | { result: 'signed_in'; user: Person; sessionId: string }
  /** The account has a password, and whoever knows it must say once that the two belong together. */
  | { result: 'confirm'; userId: string }
  | { result: 'refused'; reason: 'unknown' | 'unverified' };

interface ProviderTry {
  /** Of the invite on whose page the person began. */
  inviteToken: string | null;
  address: string;
  throttle: Throttle;
}

/**
 * Signs in whoever a provider vouches for.
 *
 * An account that is linked opens, whatever its address is by now. Otherwise a verified address stands for the person:
 * - An account here with that address and without a password was made by such a word itself, so another provider's is as good.
 * - One with a password may have been made by somebody else: whoever sends an invite knows its link, and could have used it first. Linking at
 *   once would then let both in. Hence `confirm`: the password is asked for, once.
 * - Without an account it takes the open invite for that very address, by its link. The account is made; the invite still waits to be accepted.
 *
 * Everybody else is refused, and the record does not hold the address of a stranger.
 * @throws AppError `rate_limited` after many refusals from one address
 */
export async function signInWithProvider(
  ctx: ProviderSignInCtx,
  account: ProviderAccount,
  { address, throttle, inviteToken }: ProviderTry,
): Promise<ProviderSignIn> {
  const key = `address:${address}`;
  const waitSeconds = throttle.attempt([key], ctx.now.getTime());
  if (waitSeconds > 0) {
    const message = `Too many attempts. Try again in ${waitSeconds} s.`;
    throw new AppError('rate_limited', message, { retryAfterSeconds: waitSeconds });
  }
  const enter = () => inTransaction(ctx, (tx) => decide(tx, ctx, account, inviteToken));
  const { linked, ...answer } = await enter().catch((error: unknown) => {
    // Somebody who comes twice at the same moment is known the second time.
    if (isUniqueViolation(error)) return enter();
    throw error;
  });
  if (answer.result !== 'refused') throttle.takeBack(key);
  if (linked !== undefined) mailLinked(ctx, linked, account);
  return answer;
}

type Decision = ProviderSignIn & { linked?: Person };

async function decide(
  tx: Tx,
  ctx: ProviderSignInCtx,
  account: ProviderAccount,
  inviteToken: string | null,
): Promise<Decision> {
  const { issuer, subject, email, isVerified } = account;
  const known = await tx.identity.findUnique({
    where: { issuer_subject: { issuer, subject } },
    select: { id: true, user: { select: personSelect } },
  });
  if (known !== null) {
    await tx.identity.update({ where: { id: known.id }, data: { lastUsedAt: ctx.now }, select: { id: true } });
    return enterAs(tx, ctx, known.user, account);
  }
  if (email === null || !isVerified) return refuse(tx, ctx, account, 'unverified');

  const found = await tx.user.findUnique({ where: { email }, select: { ...personSelect, passwordHash: true } });
  if (found !== null) {
    const { passwordHash, ...user } = found;
    if (passwordHash !== '') return { result: 'confirm', userId: user.id };
    await insertIdentity(tx, { ...ctx, actor: actorOf(user) }, account);
    return { ...(await enterAs(tx, ctx, user, account)), linked: user };
  }
  if (!(await isInvited(tx, ctx, email, inviteToken))) return refuse(tx, ctx, account, 'unknown');
  const user = { id: newId(ctx.now.getTime()), name: nameOf(account, email), email };
  await insertUser(tx, ctx, user, '');
  await insertIdentity(tx, { ...ctx, actor: actorOf(user) }, account);
  return enterAs(tx, ctx, user, account);
}

const personSelect = { id: true, name: true, email: true } as const;
const actorOf = (user: Person) => ({ kind: 'user', via: 'session', ...user }) as const;

async function enterAs(tx: Tx, ctx: ProviderSignInCtx, user: Person, { provider }: ProviderAccount): Promise<Decision> {
  return { result: 'signed_in', user, sessionId: await startSession(tx, ctx, user, { method: provider }) };
}

async function isInvited(tx: Tx, { now }: ProviderSignInCtx, email: string, inviteToken: string | null) {
  if (inviteToken === null) return false;
  const where = { tokenHash: hashSecret(inviteToken), email, ...whereOpen, expiresAt: { gt: now } };
  return (await tx.invite.findFirst({ where, select: { id: true } })) !== null;
}

async function refuse(
  tx: Tx,
  ctx: ProviderSignInCtx,
  { provider, issuer, subject }: ProviderAccount,
  reason: 'unknown' | 'unverified',
): Promise<Decision> {
  // Tells that it is the same one again, and not who it is.
  const stranger = createHmac('sha256', ctx.vault.derive('refused-identity')).update(`${issuer} ${subject}`);
  const target = { workspaceId: null, targetType: 'identity', targetId: stranger.digest('hex').slice(0, 32) } as const;
  const fact = { action: 'identity.refuse', ...target, details: { provider, reason }, result: 'refused' } as const;
  await appendAudit(tx, { ...ctx, actor: { kind: 'system' } }, fact);
  return { result: 'refused', reason };
}

function nameOf({ name }: ProviderAccount, email: string): string {
  const parsed = PersonName.safeParse(name);
  return parsed.success ? parsed.data : email.slice(0, email.indexOf('@'));
}
