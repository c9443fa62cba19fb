import { expiryPresets } from '@/lib/tokens/schemas';
import type { TokenPolicy } from '@/lib/workspaces/schemas';

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

/** The schema speaks of seconds; nobody typed any. */
export function expiryError(expiry: Expiry, message: string): string {
  return Number.isNaN(expirySeconds(expiry, 0)) ? 'Enter a number or choose a date.' : message;
}

interface ExpiryPreset {
  label: string;
  use: string;
  seconds: number | null;
}

type LifetimePolicy = Pick<TokenPolicy, 'max_lifetime' | 'expiry_required'>;

/** Whether the owner's policy admits a lifetime, null for an endless one. */
export function isAllowed(seconds: number | null, { max_lifetime: max, expiry_required }: LifetimePolicy): boolean {
  if (seconds === null) return max === null && !expiry_required;
  return max === null || seconds <= max;
}

/** The presets that the policy admits, longest first, and the longest lifetime of all where none of them is it. */
export function presetsWithin(policy: LifetimePolicy): ExpiryPreset[] {
  const max = policy.max_lifetime;
  const allowed = expiryPresets.filter(({ seconds }) => isAllowed(seconds, policy));
  if (max === null || allowed.some(({ seconds }) => seconds === max)) return allowed;
  return [{ label: durationText(max), use: 'The longest allowed', seconds: max }, ...allowed];
}

/** What the policy demands, as a sentence; null when it demands nothing. */
export function policyText({ max_lifetime: max, expiry_required }: LifetimePolicy): string | null {
  if (max !== null) return `Tokens of this workspace must expire within ${durationText(max)}.`;
  return expiry_required ? 'Tokens of this workspace must expire.' : null;
}

/** `90 days`: in the largest unit that leaves no rest. */
export function durationText(seconds: number): string {
  const { amount, unit } = durationParts(seconds);
  return amount === 1 ? `1 ${unit.slice(0, -1)}` : `${amount.toLocaleString('en')} ${unit}`;
}

/** A duration as a form asks for it. What is no whole number of minutes is told in parts of one. */
export function durationParts(seconds: number): { amount: number; unit: ExpiryUnit } {
  const unit = (['days', 'hours'] as const).find((name) => seconds % expiryUnits[name] === 0) ?? 'minutes';
  return { amount: seconds / expiryUnits[unit], unit };
}

/** What a new token is proposed to live: for ever where that may be, else as long as may be. */
export const defaultExpiry = (policy: LifetimePolicy): Expiry => ({
  kind: 'preset',
  seconds: presetsWithin(policy)[0]?.seconds ?? null,
});
