import { AppError } from '../errors';
import { passwordFault } from './password-rules';

/** @throws AppError `invalid_input` on the field `password`, saying why. */
export function refuseWeakPassword(password: string, owner: { email: string; name: string }): void {
  const message = passwordFault(password, owner);
  if (message !== null) throw new AppError('invalid_input', message, { errors: [{ path: 'password', message }] });
}
