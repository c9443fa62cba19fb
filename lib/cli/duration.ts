import { InvalidArgumentError } from 'commander';

const seconds: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** `30d`, `24h`, `90m`, `45s`, `2w` in seconds. @throws InvalidArgumentError for anything else, which commander says with the option's name. */
export function parseDuration(text: string): number {
  const [, amount, unit] = /^(\d{1,9})([smhdw])$/.exec(text.trim().toLowerCase()) ?? [];
  if (amount !== undefined && unit !== undefined) return Number(amount) * (seconds[unit] as number);
  throw new InvalidArgumentError('Give a number and a unit: 45s, 90m, 24h, 30d or 2w.');
}

export type Lifetime = number | 'never';

/** The same, or `never`: commander takes a null for no value. */
export const parseLifetime = (text: string): Lifetime =>
  text.trim().toLowerCase() === 'never' ? 'never' : parseDuration(text);

/** As the REST API wants it: null for never, undefined for what is not said. */
export const secondsOf = (lifetime: Lifetime | undefined): number | null | undefined =>
  lifetime === 'never' ? null : lifetime;

export function parseWholeSeconds(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give whole seconds, for example 86400 for 24 hours.');
}

/** @throws InvalidArgumentError for what is no whole number from 1 on. */
export function parseCount(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Give a whole number from 1 on.');
}
