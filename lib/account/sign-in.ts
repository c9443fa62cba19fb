import { countAttempt } from '../access/count-attempt';
import type { AnonymousCtx } from '../access/ctx';
import { verifyPassword } from '../access/passwords';
import type { Throttle } from '../access/throttle';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { recordFailedSignIn } from './record-failed-sign-in';
import { type Person, SignInInput } from './schemas';
import { type SignInCtx, startSession } from './start-session';

/**
 * Starts a session for whoever knows the password. An unknown address and a wrong password get the same answer in the same time, and both
 * are on record after it. Guessing slows down whoever guesses: where a person has signed in from before, attempts are counted apart, so
 * that strangers cannot keep them out.
 * @returns null when the two do not belong together.
 * @throws AppError `rate_limited` after too many tries for this account or from this address; `unavailable`.
 */
export async function signIn(
  ctx: SignInCtx & Pick<AnonymousCtx, 'afterAnswer'>,
  rawInput: SignInInput,
  { address, throttle }: { address: string; throttle: Throttle },
): Promise<{ user: Person; sessionId: string } | null> {
  const input = SignInInput.safeParse(rawInput);
  const email = input.success ? input.data.email : 'malformed';
  const found = input.success ? await ctx.db.user.findUnique({ where: { email } }) : null;
  const account = (await hasBegunFrom(ctx, found?.id ?? '', address))
    ? `account:${email} from ${address}`
    : `account:${email}`;
  countAttempt(throttle, [account, `address:${address}`], ctx.now);
  const isRight = await verifyPassword(input.success ? input.data.password : '', found?.passwordHash ?? null);
  if (found === null || !isRight) {
    recordFailedSignIn(ctx, found);
    return null;
  }
  throttle.forget(account);
  throttle.takeBack(`address:${address}`);

  const user = { id: found.id, name: found.name, email: found.email };
  const begin = (tx: Tx) => startSession(tx, ctx, user, { method: 'password', passwordHash: found.passwordHash });
  return { user, sessionId: await inTransaction(ctx, begin) };
}

const usualForMs = 90 * 86_400_000;

/** Whether somebody signed in from there in the last 90 days. Asked for unknown accounts as well: it takes as long. */
async function hasBegunFrom(
  { db, now }: Pick<SignInCtx, 'db' | 'now'>,
  userId: string,
  address: string,
): Promise<boolean> {
  const where = { userId, address, createdAt: { gt: new Date(now.getTime() - usualForMs) } };
  const session = await db.session.findFirst({ where, select: { id: true } });
  return session !== null && address !== 'unknown';
}
