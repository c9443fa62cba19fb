import { randomBytes } from 'node:crypto';
import { countAttempt } from '../access/count-attempt';
import type { AnonymousCtx } from '../access/ctx';
import type { Throttle } from '../access/throttle';
import { inTransaction } from '../db/in-transaction';
import { AppError } from '../errors';
import { newId } from '../ids';
import { hashSecret } from '../tokens/token-format';
import { deviceLoginLifeMs, newUserCode, pollSeconds, showUserCode } from './device-login';
import { AskDeviceLoginInput, type AskedDeviceLogin } from './schemas';

/** Logins that wait at the same time: in all, and from one address, behind which may be an office. */
const waitingMax = 1_000;
const waitingPerAddressMax = 20;

/**
 * Begins a login of a program that has no browser (RFC 8628). It is good for nothing until a person approves it, and gone in ten minutes;
 * what goes on record is what that person decides.
 * @throws AppError `rate_limited`, `invalid_input`
 */
export async function askDeviceLogin(
  ctx: AnonymousCtx,
  rawInput: AskDeviceLoginInput,
  { address, throttle }: { address: string; throttle: Throttle },
): Promise<AskedDeviceLogin> {
  const { machine } = AskDeviceLoginInput.parse(rawInput);
  countAttempt(throttle, [`address:${address}`], ctx.now);
  const deviceCode = randomBytes(20).toString('hex');
  const userCode = newUserCode();
  const expiresAt = new Date(ctx.now.getTime() + deviceLoginLifeMs);
  const row = { id: newId(ctx.now.getTime()), userCode, machine, address, createdAt: ctx.now, expiresAt };

  await inTransaction(ctx, async (tx) => {
    await tx.deviceLogin.deleteMany({ where: { expiresAt: { lte: ctx.now } } });
    const own = await tx.deviceLogin.count({ where: { address } });
    if (own >= waitingPerAddressMax || (await tx.deviceLogin.count()) >= waitingMax) throw tooMany();
    await tx.deviceLogin.create({ data: { ...row, deviceCodeHash: hashSecret(deviceCode) }, select: { id: true } });
  });
  const page = `${ctx.env.url}/device`;
  return {
    device_code: deviceCode,
    user_code: showUserCode(userCode),
    verification_uri: page,
    verification_uri_complete: `${page}?code=${showUserCode(userCode)}`,
    expires_in: deviceLoginLifeMs / 1_000,
    interval: pollSeconds,
  };
}

const tooMany = () =>
  new AppError('rate_limited', 'Too many logins wait for somebody to approve them. Try again in 10 minutes.', {
    retryAfterSeconds: deviceLoginLifeMs / 1_000,
  });
