import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import type { Throttle } from '../access/throttle';
import { findWaiting, keyNameFor, showUserCode } from './device-login';
import { type DeviceLogin, LookAtDeviceLoginInput } from './schemas';

/**
 * What asks to act for whoever is signed in, before they decide. Changes nothing.
 * @throws as `findWaiting`
 */
export async function lookAtDeviceLogin(
  ctx: Ctx,
  rawInput: LookAtDeviceLoginInput,
  { throttle }: { throttle: Throttle },
): Promise<DeviceLogin> {
  const user = requireUser(ctx);
  const { user_code } = LookAtDeviceLoginInput.parse(rawInput);
  const login = await findWaiting(ctx, user.id, user_code, throttle);
  return {
    user_code: showUserCode(login.userCode),
    machine: login.machine,
    address: login.address,
    same_address: login.address === ctx.sender.address,
    key_name: keyNameFor(login.machine),
    asked_at: login.createdAt.toISOString(),
    expires_at: login.expiresAt.toISOString(),
  };
}
