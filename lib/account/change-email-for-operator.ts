import type { Ctx } from '../access/ctx';
import type { AuditCtx } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { isUniqueViolation } from '../db/unique-violation';
import { AppError } from '../errors';
import { findAccount } from './find-account';
import { emailTaken, replaceEmail } from './replace-email';
import { Email, type Person } from './schemas';

/**
 * Puts an account under another address, for whoever works on the server itself and answers for it: nothing confirms the address.
 * @throws AppError `not_found`, `conflict` for a taken address, `invalid_input` for what is none
 */
export async function changeEmailForOperator(
  ctx: AuditCtx & Pick<Ctx, 'db'>,
  rawEmail: string,
  rawNext: string,
): Promise<Person> {
  const email = Email.safeParse(rawNext).data;
  if (email === undefined) throw new AppError('invalid_input', `${rawNext} is no e-mail address.`);
  const user = await findAccount(ctx, rawEmail);
  await inTransaction(ctx, (tx) => replaceEmail(tx, ctx, user, email)).catch((error: unknown) => {
    throw isUniqueViolation(error) ? emailTaken() : error;
  });
  return { ...user, email };
}
