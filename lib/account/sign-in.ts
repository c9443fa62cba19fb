import type { AnonymousCtx } from '../access/ctx';
import { verifyPassword } from '../access/passwords';
import { sessionLifeMs } from '../access/session-cookie';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError } from '../errors';
import { newId } from '../ids';
import { type Person, SignInInput } from './schemas';

type SignInCtx = Pick<AnonymousCtx, 'db' | 'now' | 'requestId' | 'sender' | 'vault'>;

/**
 * Starts a session for whoever knows the password. An unknown address and a wrong password get the same answer in the same time.
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
  const waitSeconds = throttle.attempt([`account:${email}`, `address:${address}`], ctx.now.getTime());
  if (waitSeconds > 0) {
    const message = `Too many attempts. Try again in ${waitSeconds} s.`;
    throw new AppError('rate_limited', message, { retryAfterSeconds: waitSeconds });
  }
  const found = input.success ? await ctx.db.user.findUnique({ where: { email } }) : null;
  const isRight = await verifyPassword(input.success ? input.data.password : '', found?.passwordHash ?? null);
  if (found === null || !isRight) return null;
  throttle.forget(`account:${email}`);
  throttle.takeBack(`address:${address}`);

  const user = { id: found.id, name: found.name, email: found.email };
  return { user, sessionId: await startSession(ctx, user) };
}

async function startSession(ctx: SignInCtx, user: Person): Promise<string> {
  const id = newId(ctx.now.getTime());
  const userAgent = ctx.sender.userAgent?.slice(0, 300) ?? null;
  const times = { createdAt: ctx.now, lastSeenAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + sessionLifeMs) };
  await inTransaction(ctx, async (tx) => {
    await tx.session.create({ data: { id, userId: user.id, userAgent, ...times } });
    const actor = { kind: 'user', via: 'session', ...user } as const;
    const target = { workspaceId: null, targetType: 'session', targetId: id } as const;
    await appendAudit(tx, { ...ctx, actor }, { action: 'session.start', ...target });
  });
  return id;
}
