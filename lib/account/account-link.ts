import { randomBytes } from 'node:crypto';
import type { Ctx } from '../access/ctx';
import { holdAccount } from '../access/hold-account';
import type { Tx } from '../db/client';
import { AppError } from '../errors';
import { newId } from '../ids';
import { hashSecret } from '../tokens/token-format';
import type { HandedLink } from './schemas';

export type LinkPurpose = 'password_reset' | 'email_change';

/** Where each kind of link leads; the token is the last segment. */
const pages = { password_reset: 'reset-password', email_change: 'confirm-email' } as const;

/** How long a link works. ASVS 6.5.5. */
const linkLifeMs = 3_600_000;

interface NewLink {
  userId: string;
  purpose: LinkPurpose;
  /** The address to be confirmed. */
  email?: string;
  /** The owner who hands it over. */
  issuedById?: string;
}

/**
 * Makes a link within the caller's transaction; from the commit on the one before it opens nothing. Only a SHA-256 of its token is stored.
 * @throws AppError `conflict` for an account that was deleted
 */
export async function makeLink(tx: Tx, { env, now }: Pick<Ctx, 'env' | 'now'>, wanted: NewLink): Promise<HandedLink> {
  const { userId, purpose, email = null, issuedById = null } = wanted;
  await holdAccount(tx, userId);
  await tx.accountLink.deleteMany({ where: { userId, purpose } });
  const raw = randomBytes(20).toString('hex');
  const expiresAt = new Date(now.getTime() + linkLifeMs);
  const row = { id: newId(now.getTime()), userId, purpose, email, issuedById, createdAt: now, expiresAt };
  await tx.accountLink.create({ data: { ...row, tokenHash: hashSecret(raw) }, select: { id: true } });
  return { link: `${env.url}/${pages[purpose]}/${raw}`, expires_at: expiresAt.toISOString() };
}

/** What a token opens, for who holds it. Reading it changes nothing; null for whatever opens nothing. */
export async function findLink(
  db: Pick<Tx, 'accountLink'>,
  { now }: Pick<Ctx, 'now'>,
  token: string,
  purpose: LinkPurpose,
) {
  return db.accountLink.findFirst({
    where: { tokenHash: hashSecret(token), purpose, expiresAt: { gt: now }, user: { deletedAt: null } },
    select: {
      id: true,
      tokenHash: true,
      email: true,
      issuedById: true,
      user: { select: { id: true, name: true, email: true, passwordHash: true } },
    },
  });
}

/** The one write that decides: of several who use a link at once it succeeds for the first. @throws as `unusable` */
export async function takeLink(
  tx: Tx,
  { now }: Pick<Ctx, 'now'>,
  link: { id: string; tokenHash: string },
): Promise<void> {
  const { id, tokenHash } = link;
  const { count } = await tx.accountLink.deleteMany({ where: { id, tokenHash, expiresAt: { gt: now } } });
  if (count === 0) throw unusable();
}

/** Expired, used, replaced and never made are one answer. */
export const unusable = () =>
  new AppError('not_found', 'This link cannot be used: it has expired, was used, or a newer one has taken its place.');
