import { randomInt } from 'node:crypto';
import { countAttempt } from '../access/count-attempt';
import type { Ctx } from '../access/ctx';
import type { Throttle } from '../access/throttle';
import { AppError } from '../errors';

/** How long a person has to open the page and approve. */
export const deviceLoginLifeMs = 600_000;
/** How long a program waits between two questions; half a second sooner still passes, as clocks and networks are not exact. */
export const pollSeconds = 2;
export const pollMs = 1_000 * pollSeconds - 500;

/** Consonants only: no word comes out, and nothing is taken for a digit. RFC 8628 §6.1. */
export const userCodeLetters = 'BCDFGHJKLMNPQRSTVWXZ';
const userCodeLength = 8;

/** 34 bits: with ten minutes, a bounded number of codes and slowed guesses none is hit by chance. */
export const newUserCode = (): string =>
  Array.from({ length: userCodeLength }, () => userCodeLetters[randomInt(userCodeLetters.length)]).join('');

/** `WDJB-MJHT`, as people read it. */
export const showUserCode = (code: string): string => `${code.slice(0, 4)}-${code.slice(4)}`;

/** What the key is called that a login makes. Only the machine's name is the program's to say. */
export const keyNameFor = (machine: string): string => `aerostack on ${machine}`;

/** Expired, decided, collected and never made are one answer. */
export const unknownUserCode = () =>
  new AppError('not_found', 'No login waits under this code. It may be mistyped or older than 10 minutes.');

/**
 * The login that waits under a code as somebody typed it.
 * @throws AppError `not_found`, and `rate_limited` after several codes that did not exist.
 */
export async function findWaiting(ctx: Ctx, userId: string, typed: string, throttle: Throttle) {
  const key = `account:${userId}`;
  countAttempt(throttle, [key], ctx.now);
  const userCode = typed.toUpperCase().replace(/[^A-Z]/g, '');
  const login = await ctx.db.deviceLogin.findFirst({
    where: { userCode, approvedById: null, deniedAt: null, expiresAt: { gt: ctx.now } },
    select: { id: true, userCode: true, machine: true, address: true, createdAt: true, expiresAt: true },
  });
  if (login === null) throw unknownUserCode();
  throttle.takeBack(key);
  return login;
}
