import type { AnonymousCtx } from '../access/ctx';
import { holdAccount } from '../access/hold-account';
import { inTransaction } from '../db/in-transaction';
import { hashSecret } from '../tokens/token-format';
import { keyNameFor, pollMs, pollSeconds } from './device-login';
import { insertApiKey } from './insert-api-key';
import { CollectDeviceLoginInput, type CollectedDeviceLogin } from './schemas';

const expired = { status: 'expired' } as const;

/**
 * What has become of a login, for the program that asked: it waits, or it is over, or here is the API key, once. The key is made now, so
 * that it is stored nowhere.
 * @throws AppError `conflict` when the person has as many keys as they may
 */
export async function collectDeviceLogin(
  ctx: AnonymousCtx,
  rawInput: CollectDeviceLoginInput,
): Promise<CollectedDeviceLogin> {
  const { device_code } = CollectDeviceLoginInput.parse(rawInput);
  const deviceCodeHash = hashSecret(device_code);
  const login = await ctx.db.deviceLogin.findFirst({
    where: { deviceCodeHash, expiresAt: { gt: ctx.now } },
    select: { id: true, machine: true, deniedAt: true, approvedBy: { select: { id: true, name: true, email: true } } },
  });
  if (login === null) return expired;
  if (!(await mayAsk(ctx, login.id))) return { status: 'slow_down', interval: pollSeconds };
  if (login.deniedAt !== null) {
    await ctx.db.deviceLogin.deleteMany({ where: { id: login.id } });
    return { status: 'denied' };
  }
  if (login.approvedBy === null) return { status: 'pending', interval: pollSeconds };
  return collect(ctx, { ...login, user: login.approvedBy });
}

/** The one write that decides which of several questions at once comes first. */
async function mayAsk({ db, now }: AnonymousCtx, id: string): Promise<boolean> {
  const before = { lte: new Date(now.getTime() - pollMs) };
  const { count } = await db.deviceLogin.updateMany({
    where: { id, OR: [{ polledAt: null }, { polledAt: before }] },
    data: { polledAt: now },
  });
  return count === 1;
}

interface Approved {
  id: string;
  machine: string;
  user: { id: string; name: string; email: string };
}

async function collect(ctx: AnonymousCtx, { id, machine, user }: Approved): Promise<CollectedDeviceLogin> {
  const actor = { kind: 'user', via: 'session', ...user } as const;
  return inTransaction(ctx, async (tx) => {
    await holdAccount(tx, user.id);
    const { count } = await tx.deviceLogin.deleteMany({ where: { id, approvedById: user.id } });
    if (count === 0) return expired;
    const created = await insertApiKey(
      tx,
      { ...ctx, actor },
      { userId: user.id, name: keyNameFor(machine), expiresAt: null },
    );
    return { status: 'approved' as const, user, ...created };
  });
}
