import { type Algorithm, hash, verify } from '@node-rs/argon2';
import { AppError } from '../errors';

/** Argon2id; the enum exists only for the compiler, so its value is spelled out. */
const argon2id = 2 as Algorithm.Argon2id;
const cost = { algorithm: argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Each run takes 19 MiB and a core for some 20 ms. Beyond these bounds sign-in is refused rather than the process brought down. */
const runningMax = 2;
const waitingMax = 64;
let running = 0;
const waiting: (() => void)[] = [];

/** The string to store for a password: argon2id with the cost that OWASP names. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password, cost));

/**
 * Whether the password belongs to the stored hash. `null` stands for an account that does not exist, and the empty hash for one that has
 * no password: both take as long and are false.
 * @throws AppError `unavailable` when too many wait already.
 */
export async function verifyPassword(password: string, storedHash: string | null): Promise<boolean> {
  nobody ??= hash('the password of nobody', cost);
  const nobodysHash = await nobody;
  const isRight = await inTurn(() => verify(storedHash || nobodysHash, password));
  return isRight && Boolean(storedHash);
}

let nobody: Promise<string> | undefined;

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= runningMax) {
    if (waiting.length >= waitingMax) {
      throw new AppError('unavailable', 'Too many people are signing in. Try again in a moment.', {
        retryAfterSeconds: 2,
      });
    }
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running += 1;
  }
  try {
    return await work();
  } finally {
    // The place goes to the next in line directly, so that nobody can slip in between.
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
