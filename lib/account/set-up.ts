import { timingSafeEqual } from 'node:crypto';
import type { AnonymousCtx } from '../access/ctx';
import { hashPassword } from '../access/passwords';
import type { Throttle } from '../access/throttle';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { isUniqueViolation } from '../db/unique-violation';
import { AppError } from '../errors';
import { newId } from '../ids';
import { apiKeyRow } from './api-key-row';
import { refuseWeakPassword } from './refuse-weak-password';
import { SetupInput, type SetupResult } from './schemas';
import { hashSetupCode, isSetUp, setupCodeKey, setupDoneKey } from './setup-code';

/** Who tries, and what slows guessing down. */
interface SetupTry {
  address: string;
  throttle: Throttle;
}

/**
 * Makes the first user. However many try at once, one succeeds.
 * @throws AppError `conflict` once a user exists, `forbidden` for a wrong code, `rate_limited`, `invalid_input`.
 */
export async function setUp(
  ctx: AnonymousCtx,
  rawInput: SetupInput,
  { address, throttle }: SetupTry,
): Promise<SetupResult> {
  if (await isSetUp(ctx.db)) throw alreadySetUp();
  const input = SetupInput.parse(rawInput);
  const waitSeconds = throttle.attempt([`address:${address}`], ctx.now.getTime());
  if (waitSeconds > 0) throw tooManyAttempts(waitSeconds);
  await refuseWrongCode(ctx, input.code);
  throttle.takeBack(`address:${address}`);
  refuseWeakPassword(input.password, input);

  const passwordHash = await hashPassword(input.password);
  const user = { id: newId(ctx.now.getTime()), name: input.name, email: input.email };
  const key = input.issue_api_key
    ? apiKeyRow({ userId: user.id, name: 'Set-up', expiresAt: null, now: ctx.now })
    : null;
  try {
    await inTransaction(ctx, async (tx) => {
      await refuseSecondUser(tx, user.id);
      await tx.user.create({ data: { ...user, passwordHash, createdAt: ctx.now, updatedAt: ctx.now } });
      if (key !== null) await tx.apiKey.create({ data: key.row });
      await tx.setting.deleteMany({ where: { key: setupCodeKey } });
      const actor = { kind: 'user', via: 'session', ...user } as const;
      const details = { name: user.name, email: user.email, api_key: key?.row.hint ?? null };
      const target = { workspaceId: null, targetType: 'user', targetId: user.id } as const;
      await appendAudit(tx, { ...ctx, actor }, { action: 'user.set_up', ...target, details });
    });
  } catch (error) {
    throw isUniqueViolation(error) ? alreadySetUp() : error;
  }
  return { user, api_key: key?.raw ?? null };
}

const alreadySetUp = () => new AppError('conflict', 'This installation is set up already. Sign in instead.');

const tooManyAttempts = (waitSeconds: number) =>
  new AppError('rate_limited', `Too many attempts. Try again in ${waitSeconds} s.`, { retryAfterSeconds: waitSeconds });

async function refuseWrongCode(ctx: AnonymousCtx, code: string): Promise<void> {
  const stored = await ctx.db.setting.findUnique({ where: { key: setupCodeKey } });
  const isRight = stored !== null && timingSafeEqual(Buffer.from(hashSetupCode(code)), Buffer.from(stored.value));
  if (isRight) return;
  // Whoever set up a moment ago took the code away.
  if (await isSetUp(ctx.db)) throw alreadySetUp();
  throw new AppError(
    'forbidden',
    'This set-up code is not valid. Open the link that the server printed at its latest start.',
  );
}

/** The key of this row is unique: of several transactions that come this far, the database lets one pass. */
async function refuseSecondUser(tx: Tx, userId: string): Promise<void> {
  await tx.setting.create({ data: { key: setupDoneKey, value: userId } });
  if (await isSetUp(tx)) throw alreadySetUp();
}
