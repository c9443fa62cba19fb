import { countAttempt } from '../access/count-attempt';
import type { AnonymousCtx } from '../access/ctx';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { makeLink } from './account-link';
import { mailPasswordReset } from './mail-account';
import { type AskPasswordResetInput, AskPasswordResetInput as Input, type Taken } from './schemas';

/** Links that one account is sent in an hour, whoever asks for them. */
const sendsPerHour = 5;
const hourMs = 3_600_000;

/**
 * Sends the owner of an account a link that sets a new password. Whether there is an account decides nothing before the answer has been
 * given, so that neither its bytes nor its time tell (ASVS 6.3.8).
 * @throws AppError `rate_limited` after many of them for one address or from one place, known or not; `invalid_input`
 */
export async function askPasswordReset(
  ctx: AnonymousCtx,
  rawInput: AskPasswordResetInput,
  { address, throttle }: { address: string; throttle: Throttle },
): Promise<Taken> {
  const { email } = Input.parse(rawInput);
  countAttempt(throttle, [`account:${email}`, `address:${address}`], ctx.now);
  if (ctx.mail.isOn || ctx.mail.outbox !== null) ctx.afterAnswer(() => sendLink(ctx, email));
  return {};
}

async function sendLink(ctx: AnonymousCtx, email: string): Promise<void> {
  const person = await ctx.db.user.findUnique({ where: { email }, select: { id: true, name: true, email: true } });
  if (person === null) return;
  const action = 'user.ask_password_reset';
  const target = { workspaceId: null, targetType: 'user', targetId: person.id } as const;
  const made = await inTransaction(ctx, async (tx) => {
    const since = { gt: new Date(ctx.now.getTime() - hourMs) };
    const sent = await tx.auditEntry.count({
      where: { workspaceId: null, action, targetId: person.id, at: since },
    });
    if (sent >= sendsPerHour) return null;
    const link = await makeLink(tx, ctx, { userId: person.id, purpose: 'password_reset' });
    const details = { email, expires_at: link.expires_at };
    await appendAudit(tx, { ...ctx, actor: { kind: 'system' } }, { action, ...target, details });
    return link;
  });
  if (made !== null) mailPasswordReset(ctx, person, made);
}
