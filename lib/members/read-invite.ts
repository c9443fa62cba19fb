import type { AnonymousCtx } from '../access/ctx';
import type { UserActor } from '../access/read-session';
import { roleOf } from '../access/roles';
import type { Throttle } from '../access/throttle';
import { AppError, notFound } from '../errors';
import { hashSecret, readSecret } from '../tokens/token-format';
import { whereOpen } from './invite-row';

/** Who comes with a link, and what slows guessing down. */
export interface InviteTry {
  address: string;
  throttle: Throttle;
  /** Who they are signed in as; null for nobody. */
  who(): Promise<UserActor | null>;
}

/**
 * The invite that a link's token opens, in time or not. Revoked, used and never made are one answer.
 * @throws AppError `not_found`, `rate_limited` after many of those from one address
 */
export async function readInvite(ctx: AnonymousCtx, token: string, { address, throttle }: Omit<InviteTry, 'who'>) {
  const key = `address:${address}`;
  const waitSeconds = throttle.attempt([key], ctx.now.getTime());
  if (waitSeconds > 0) {
    const message = `Too many attempts. Try again in ${waitSeconds} s.`;
    throw new AppError('rate_limited', message, { retryAfterSeconds: waitSeconds });
  }
  const format = readSecret(token);
  if (!format.ok || format.prefix !== 'mwi_') throw notFound();
  const found = await ctx.db.invite.findFirst({ where: { tokenHash: hashSecret(token), ...whereOpen }, select });
  if (found === null) throw notFound();
  throttle.takeBack(key);
  return { ...found, role: roleOf(found.role) ?? 'member', isExpired: found.expiresAt <= ctx.now };
}

const select = {
  id: true,
  email: true,
  role: true,
  tokenHash: true,
  expiresAt: true,
  invitedById: true,
  workspaceId: true,
  workspace: { select: { name: true, slug: true } },
} as const;
