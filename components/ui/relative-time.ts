const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/** `from`: below it the next smaller unit says more. A token of 30 days reads `in 30 days`, one of an hour `in 60 minutes`. */
const steps = [
  { unit: 'year', ms: 31_536_000_000, from: 63_072_000_000 },
  { unit: 'month', ms: 2_592_000_000, from: 5_184_000_000 },
  { unit: 'day', ms: 86_400_000, from: 129_600_000 },
  { unit: 'hour', ms: 3_600_000, from: 5_400_000 },
  { unit: 'minute', ms: 60_000, from: 60_000 },
] as const;

/** `3 minutes ago`, `in 2 days`; under a minute `just now`. All times here are Unix milliseconds. */
export function relativeTime(at: number, now: number): string {
  const distance = at - now;
  const step = steps.find(({ from }) => Math.abs(distance) >= from);
  if (step) return relative.format(Math.round(distance / step.ms), step.unit);
  return distance > 0 ? 'in less than a minute' : 'just now';
}

/** For what has happened: `3 minutes ago`. A page's clock may be behind the server's, which does not make it the future. */
export const pastTime = (at: number, now: number): string => relativeTime(Math.min(at, now), now);

/** `for 3 minutes`; under a minute `for less than a minute`. */
export function lastingTime(since: number, now: number): string {
  const lasted = now - since;
  const step = steps.find(({ from }) => lasted >= from);
  if (step === undefined) return 'for less than a minute';
  const amount = Math.round(lasted / step.ms);
  return `for ${amount} ${step.unit}${amount === 1 ? '' : 's'}`;
}
