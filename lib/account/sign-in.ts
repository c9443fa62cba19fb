import { countAttempt } from '../access/count-attempt';
import type { AnonymousCtx } from '../access/ctx';
import { holdAccount } from '../access/hold-account';
import { verifyPassword } from '../access/passwords';
import { sessionLifeMs } from '../access/session-cookie';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { newId } from '../ids';
import { recordFailedSignIn } from './record-failed-sign-in';
import { type Person, SignInInput } from './schemas';

type SignInCtx = Pick<AnonymousCtx, 'afterAnswer' | 'db' | 'now' | 'requestId' | 'sender' | 'vault'>;

/**
 * Starts a session for whoever knows the password. An unknown address and a wrong password get the same answer in the same time, and both
 * are on record after it. Guessing slows down whoever guesses: where a person has signed in from before, attempts are counted apart, so
 * that strangers cannot keep them out.
 * @returns null when the two do not belong together.
 * @throws AppError `rate_limited` after too many tries for this account or from this address; `unavailable`.
 */
export async function signIn(
  ctx: SignInCtx,
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
  return { user, sessionId: await startSession(ctx, user, found.passwordHash) };
}

const usualForMs = 90 * 86_400_000;

/** Whether somebody signed in from there in the last 90 days. Asked for unknown accounts as well: it takes as long. */
async function hasBegunFrom({ db, now }: SignInCtx, userId: string, address: string): Promise<boolean> {
  const where = { userId, address, createdAt: { gt: new Date(now.getTime() - usualForMs) } };
  const session = await db.session.findFirst({ where, select: { id: true } });
  return session !== null && address !== 'unknown';
}

async function startSession(ctx: SignInCtx, user: Person, passwordHash: string): Promise<string> {
  const id = newId(ctx.now.getTime());
  const { address, userAgent } = ctx.sender;
  const where = { address, userAgent: userAgent?.slice(0, 300) ?? null };
  const times = { createdAt: ctx.now, lastSeenAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + sessionLifeMs) };
  await inTransaction(ctx, async (tx) => {
    await holdAccount(tx, user.id, passwordHash);
    await tx.session.create({ data: { id, userId: user.id, ...where, ...times } });
    const actor = { kind: 'user', via: 'session', ...user } as const;
    const target = { workspaceId: null, targetType: 'session', targetId: id } as const;
    await appendAudit(tx, { ...ctx, actor }, { action: 'session.start', ...target });
  });
  return id;
}
