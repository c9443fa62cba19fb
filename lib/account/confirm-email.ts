import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { inTransaction } from '../db/in-transaction';
import { isUniqueViolation } from '../db/unique-violation';
import { findLink, takeLink, unusable } from './account-link';
import { mailEmailChanged } from './mail-account';
import { emailTaken, replaceEmail } from './replace-email';
import { ConfirmEmailInput, type Person } from './schemas';

/**
 * Puts the actor's account under the address that a link was sent to. Only who asked for it can: whoever else has the link would give their
 * address away to that account.
 * @throws AppError `not_found` for whatever opens nothing, and for a link of somebody else; `conflict` for a taken address
 */
export async function confirmEmail(ctx: Ctx, rawInput: ConfirmEmailInput): Promise<Person> {
  const { id } = requireUser(ctx);
  const { token } = ConfirmEmailInput.parse(rawInput);
  const link = await findLink(ctx.db, ctx, token, 'email_change');
  if (link === null || link.email === null || link.user.id !== id) throw unusable();
  const { email } = link;
  const { passwordHash: _, ...user } = link.user;
  await inTransaction(ctx, async (tx) => {
    await takeLink(tx, ctx, link);
    await replaceEmail(tx, ctx, user, email);
  }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? emailTaken() : error;
  });
  mailEmailChanged(ctx, user, email);
  return { ...user, email };
}
