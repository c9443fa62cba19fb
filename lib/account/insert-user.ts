import type { UserActor } from '../access/read-session';
import { type AuditCtx, appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import type { Person } from './schemas';

/** Makes the account of somebody who was invited, within the caller's transaction. A taken address is a unique violation. */
export async function insertUser(
  tx: Tx,
  ctx: Omit<AuditCtx, 'actor'>,
  user: Person,
  passwordHash: string,
): Promise<UserActor> {
  await tx.user.create({ data: { ...user, passwordHash, createdAt: ctx.now, updatedAt: ctx.now } });
  const actor = { kind: 'user', via: 'session', ...user } as const;
  const target = { workspaceId: null, targetType: 'user', targetId: user.id } as const;
  await appendAudit(
    tx,
    { ...ctx, actor },
    { action: 'user.sign_up', ...target, details: { name: user.name, email: user.email } },
  );
  return actor;
}
