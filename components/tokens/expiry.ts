/** How the lifetime of a new token was chosen. `in` and `at` keep what was typed, finished or not. */
export type Expiry =
  | { kind: 'preset'; seconds: number | null }
  | { kind: 'in'; amount: string; unit: ExpiryUnit }
  | { kind: 'at'; localTime: string };

export const expiryUnits = { minutes: 60, hours: 3_600, days: 86_400 } as const;
export type ExpiryUnit = keyof typeof expiryUnits;

/** Seconds until the token expires, null for never, NaN while what was typed is no time. `now` in Unix milliseconds. */
export function expirySeconds(expiry: Expiry, now: number): number | null {
  if (expiry.kind === 'preset') return expiry.seconds;
  if (expiry.kind === 'at') return Math.round((Date.parse(expiry.localTime) - now) / 1000);
  const amount = expiry.amount.trim() === '' ? Number.NaN : Number(expiry.amount);
  return Math.round(amount * expiryUnits[expiry.unit]);
}
