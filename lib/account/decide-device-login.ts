import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { holdAccount } from '../access/hold-account';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { AppError } from '../errors';
import { findWaiting, unknownUserCode } from './device-login';
import { DecideDeviceLoginInput } from './schemas';

/**
 * Lets a program act for whoever is signed in, or refuses it. Of several who decide about one code the first one does.
 * @throws as `findWaiting`
 */
export async function decideDeviceLogin(
  ctx: Ctx,
  rawInput: DecideDeviceLoginInput,
  { throttle }: { throttle: Throttle },
): Promise<void> {
  const user = requireUser(ctx);
  const { user_code, decision } = DecideDeviceLoginInput.parse(rawInput);
  const { id, machine, address } = await findWaiting(ctx, user.id, user_code, throttle);
  await inTransaction(ctx, async (tx) => {
    // Ending the account's sessions takes back what was approved in them: this must be seen by it, or see it.
    await holdAccount(tx, user.id);
    await requireLiveSession(tx, ctx, user);
    const { count } = await tx.deviceLogin.updateMany({
      where: { id, approvedById: null, deniedAt: null, expiresAt: { gt: ctx.now } },
      data: decision === 'approve' ? { approvedById: user.id } : { deniedAt: ctx.now },
    });
    if (count === 0) throw unknownUserCode();
    const target = { workspaceId: null, targetType: 'device_login', targetId: id } as const;
    const details = { name: machine, asked_from: address };
    await appendAudit(tx, ctx, { action: `device_login.${decision}`, ...target, details });
  });
}

/** A session that was ended since the request was let in decides nothing any more. @throws AppError as for one that was over before */
async function requireLiveSession(
  tx: Tx,
  { now }: Ctx,
  { sessionId }: { sessionId?: string | undefined },
): Promise<void> {
  if (sessionId === undefined) return;
  const live = await tx.session.count({ where: { id: sessionId, endedAt: null, expiresAt: { gt: now } } });
  if (live === 0) throw new AppError('not_signed_in', 'This session was ended. Sign in again.');
}
