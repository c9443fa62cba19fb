import type { AnonymousCtx } from '../access/ctx';
import { holdAccount } from '../access/hold-account';
import { sessionLifeMs } from '../access/session-cookie';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { newId } from '../ids';
import type { Person } from './schemas';
import type { ProviderId } from './sign-in-providers';

export type SignInCtx = Pick<AnonymousCtx, 'db' | 'now' | 'requestId' | 'sender' | 'vault'>;

/** How somebody has shown who they are; a password must still be theirs when the session begins. */
type Shown = { method: 'password'; passwordHash: string } | { method: ProviderId; passwordHash?: never };

/**
 * Begins a session of somebody who has shown who they are, within the caller's transaction. Returns its id, which goes into the cookie.
 * @throws AppError `conflict` for an account that was deleted, or has another password by now
 */
export async function startSession(
  tx: Tx,
  ctx: SignInCtx,
  user: Person,
  { method, passwordHash }: Shown,
): Promise<string> {
  await holdAccount(tx, user.id, passwordHash);
  const id = newId(ctx.now.getTime());
  const { address, userAgent } = ctx.sender;
  const where = { address, userAgent: userAgent?.slice(0, 300) ?? null };
  const times = { createdAt: ctx.now, lastSeenAt: ctx.now, expiresAt: new Date(ctx.now.getTime() + sessionLifeMs) };
  await tx.session.create({ data: { id, userId: user.id, ...where, ...times } });
  const actor = { kind: 'user', via: 'session', ...user } as const;
  const target = { workspaceId: null, targetType: 'session', targetId: id } as const;
  await appendAudit(tx, { ...ctx, actor }, { action: 'session.start', ...target, details: { method } });
  return id;
}
