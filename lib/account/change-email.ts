import type { Ctx } from '../access/ctx';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { AppError } from '../errors';
import { makeLink } from './account-link';
import { confirmIdentity } from './confirm-identity';
import { mailEmailConfirmation } from './mail-account';
import { ChangeEmailInput, type Taken } from './schemas';

const asksPerHour = 5;
const hourMs = 3_600_000;

/**
 * Sends a new address the link that confirms it; until then nothing changes. An address opens invites that were sent to it, so without mail
 * nobody gives themselves one. Whether somebody has the address shows nowhere: it is made the same way, and not mailed.
 * @throws as `confirmIdentity`; AppError `conflict` where no mail is sent, and for the address that it is already
 */
export async function changeEmail(
  ctx: Ctx,
  rawInput: ChangeEmailInput,
  { throttle }: { throttle: Throttle },
): Promise<Taken> {
  const { email, current_password } = ChangeEmailInput.parse(rawInput);
  if (!ctx.mail.isOn) {
    throw new AppError(
      'conflict',
      'No mail server is set up, so the address cannot be confirmed. On the server: aerostack-admin change-email OLD NEW',
    );
  }
  const { passwordHash: _, ...user } = await confirmIdentity(ctx, current_password, throttle);
  if (email === user.email) throw new AppError('conflict', 'This is your address already.');

  const { link, isFree } = await inTransaction(ctx, async (tx) => {
    const action = 'user.ask_email_change';
    const target = { workspaceId: null, targetType: 'user', targetId: user.id } as const;
    const since = { gt: new Date(ctx.now.getTime() - hourMs) };
    const asked = await tx.auditEntry.count({ where: { workspaceId: null, action, targetId: user.id, at: since } });
    if (asked >= asksPerHour) {
      const message = 'You have asked for this several times within the hour. Try again later.';
      throw new AppError('rate_limited', message, { retryAfterSeconds: hourMs / 1000 });
    }
    const made = await makeLink(tx, ctx, { userId: user.id, purpose: 'email_change', email });
    await appendAudit(tx, ctx, { action, ...target, details: { email } });
    return { link: made, isFree: (await tx.user.findUnique({ where: { email }, select: { id: true } })) === null };
  });
  if (isFree) mailEmailConfirmation(ctx, user, email, link);
  return {};
}
