import { AppError } from '../errors';

export interface TokenPolicy {
  /** The longest that a new token may live, in seconds; null for any time. */
  tokenLifetimeMax: number | null;
  tokenExpiryRequired: boolean;
}

export const policySelect = { tokenLifetimeMax: true, tokenExpiryRequired: true } as const;

/**
 * Holds a new token's expiry against the policy of its workspace.
 * @throws AppError `invalid_input` at `expires_in`, saying what is allowed
 */
export function checkPolicy(policy: TokenPolicy, expiresAt: Date | null, now: Date): void {
  const { tokenLifetimeMax: max, tokenExpiryRequired } = policy;
  const refuse = (message: string) => {
    throw new AppError('invalid_input', message, { errors: [{ path: 'expires_in', message }] });
  };
  if (expiresAt === null) {
    if (tokenExpiryRequired || max !== null) refuse(`Tokens of this workspace must expire${within(max)}.`);
    return;
  }
  if (max !== null && expiresAt.getTime() - now.getTime() > max * 1000) {
    refuse(`Tokens of this workspace must expire${within(max)}.`);
  }
}

const within = (seconds: number | null) => (seconds === null ? '' : ` within ${spell(seconds)}`);

/** In the largest unit that leaves no rest. */
function spell(seconds: number): string {
  const units = [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
  ] as const;
  const [name, size] = units.find((unit) => seconds % unit[1] === 0) ?? (['second', 1] as const);
  const count = seconds / size;
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}
