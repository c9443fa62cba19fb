const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** `23 h 14 min`, `45 s`: the two largest units of what is left, under a minute rounded up to five seconds. `ms` may be past. */
export function remainingText(ms: number): string {
  if (ms <= 0) return '0 s';
  if (ms < 60_000) return `${Math.min(55, Math.ceil(ms / 5_000) * 5)} s`;
  const first = units.findIndex(([, size]) => ms >= size);
  const [name, size] = units[first] ?? units[0];
  const next = units[first + 1];
  const rest = next === undefined ? 0 : Math.floor((ms % size) / next[1]);
  const whole = `${Math.floor(ms / size)} ${name}`;
  return next === undefined || rest === 0 || next[0] === 's' ? whole : `${whole} ${rest} ${next[0]}`;
}
