import type { AnonymousCtx } from '../access/ctx';
import { verifyPassword } from '../access/passwords';
import { sessionLifeMs } from '../access/session-cookie';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError } from '../errors';
import { newId } from '../ids';
import { type Person, SignInInput } from './schemas';

interface SignInTry {
  address: string;
  userAgent: string | null;
  throttle: Throttle;
}

type SignInCtx = Pick<AnonymousCtx, 'db' | 'now' | 'requestId'>;

/**
 * Starts a session for whoever knows the password. An unknown address and a wrong password get the same answer in the same time.
 * @returns null when the two do not belong together.
 * @throws AppError `rate_limited` after too many tries for this account or from this address; `unavailable`.
 */
export async function signIn(
  ctx: SignInCtx,
  rawInput: SignInInput,
  attempt: SignInTry,
): Promise<{ user: Person; sessionId: string } | null> {
  const input = SignInInput.safeParse(rawInput);
  const email = input.success ? input.data.email : 'malformed';
  const waitSeconds = attempt.throttle.attempt([`account:${email}`, `address:${attempt.address}`], ctx.now.getTime());
  if (waitSeconds > 0) {
    const message = `Too many attempts. Try again in ${waitSeconds} s.`;
    throw new AppError('rate_limited', message, { retryAfterSeconds: waitSeconds });
  }
  const found = input.success ? await ctx.db.user.findUnique({ where: { email } }) : null;
  const isRight = await verifyPassword(input.success ? input.data.password : '', found?.passwordHash ?? null);
  if (found === null || !isRight) return null;
  attempt.throttle.forget(`account:${email}`);
  attempt.throttle.takeBack(`address:${attempt.address}`);

  const user = { id: found.id, name: found.name, email: found.email };
  return { user, sessionId: await startSession(ctx, user, attempt.userAgent) };
}

async function startSession(ctx: SignInCtx, user: Person, userAgent: string | null): Promise<string> {
  const id = newId(ctx.now.getTime());
  const times = { createdAt: ctx.now, lastSeenAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + sessionLifeMs) };
  await inTransaction(ctx, async (tx) => {
    await tx.session.create({ data: { id, userId: user.id, userAgent: userAgent?.slice(0, 300) ?? null, ...times } });
    const actor = { kind: 'user', via: 'session', ...user } as const;
    const target = { workspaceId: null, targetType: 'session', targetId: id } as const;
    await appendAudit(tx, { ...ctx, actor }, { action: 'session.start', ...target });
  });
  return id;
}
