import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import type { AuditCtx } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { isUniqueViolation } from '../db/unique-violation';
import { AppError } from '../errors';
import { insertIdentity } from './insert-identity';
import { mailLinked } from './mail-linked';
import type { ProviderAccount } from './provider-account';

/**
 * Lets an account at a provider open the actor's. Its address does not matter: whoever is signed in to both shows that both are theirs.
 * What is linked to them already stays as it is.
 * @throws AppError `conflict` for one that opens somebody else's account
 */
export async function linkIdentity(
  ctx: AuditCtx & Pick<Ctx, 'db' | 'env' | 'mail'>,
  account: ProviderAccount,
): Promise<void> {
  const actor = requireUser(ctx);
  const { issuer, subject } = account;
  const isNew = await inTransaction(ctx, async (tx) => {
    const known = await tx.identity.findUnique({
      where: { issuer_subject: { issuer, subject } },
      select: { userId: true },
    });
    if (known !== null && known.userId !== actor.id) throw linkedElsewhere();
    if (known === null) await insertIdentity(tx, { ...ctx, actor }, account);
    return known === null;
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? linkedElsewhere() : error;
  });
  if (isNew) mailLinked(ctx, actor, account);
}

const linkedElsewhere = () => new AppError('conflict', 'That account opens somebody else’s here.');
