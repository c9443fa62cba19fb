import type { UserActor } from '../access/read-session';
import { type AuditCtx, appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { newId } from '../ids';
import type { ProviderAccount } from './provider-account';

/** Lets an account at a provider open this person's, within the caller's transaction. One that is linked already is a unique violation. */
export async function insertIdentity(
  tx: Tx,
  ctx: Omit<AuditCtx, 'actor'> & { actor: UserActor },
  { provider, issuer, subject, email }: ProviderAccount,
): Promise<void> {
  const id = newId(ctx.now.getTime());
  const times = { createdAt: ctx.now, lastUsedAt: ctx.now };
  await tx.identity.create({ data: { id, userId: ctx.actor.id, provider, issuer, subject, email, ...times } });
  const target = { workspaceId: null, targetType: 'identity', targetId: id } as const;
  await appendAudit(tx, ctx, { action: 'identity.link', ...target, details: { provider, issuer, email } });
}
