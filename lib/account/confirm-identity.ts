import { requireUser } from '../access/authorize';
import { countAttempt } from '../access/count-attempt';
import type { Ctx } from '../access/ctx';
import { verifyPassword } from '../access/passwords';
import type { Throttle } from '../access/throttle';
import { AppError, notFound } from '../errors';

/** How young a session has to be to stand for a password. */
const recentMs = 600_000;

/**
 * Makes sure that it is the person themselves, and not whoever found their browser open or a key of theirs: by their password, or for an
 * account without one by a session that was begun within 10 minutes. ASVS 7.5.1.
 * @throws AppError `invalid_input` on `current_password`, `forbidden` for a session that is too old, `rate_limited`
 */
export async function confirmIdentity(ctx: Ctx, currentPassword: string | undefined, throttle: Throttle) {
  const actor = requireUser(ctx);
  const select = { id: true, name: true, email: true, passwordHash: true } as const;
  const user = await ctx.db.user.findFirst({ where: { id: actor.id, deletedAt: null }, select });
  if (user === null) throw notFound();
  if (user.passwordHash === '') {
    await refuseOldSession(ctx, actor.sessionId);
    return user;
  }
  if (currentPassword === undefined || currentPassword === '') throw wrong('Enter your password.');
  const key = `account:${user.id}`;
  countAttempt(throttle, [key], ctx.now);
  if (!(await verifyPassword(currentPassword, user.passwordHash))) throw wrong('This is not your password.');
  throttle.forget(key);
  return user;
}

const wrong = (message: string) =>
  new AppError('invalid_input', message, { errors: [{ path: 'current_password', message }] });

async function refuseOldSession({ db, now }: Ctx, sessionId: string | undefined): Promise<void> {
  const where = { id: sessionId ?? '', createdAt: { gt: new Date(now.getTime() - recentMs) } };
  if ((await db.session.findFirst({ where, select: { id: true } })) !== null) return;
  throw new AppError(
    'forbidden',
    'For this you must have signed in within 10 minutes. Sign out, sign in again, and go on.',
  );
}
