const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const yearMs = 365 * dayMs;

/** `5m ago`, `in 24h`, `never` for none: short enough for a column. */
export function describeMoment(iso: string | null, now: Date): string {
  if (iso === null) return 'never';
  const distance = Date.parse(iso) - now.getTime();
  const length = describeLength(Math.abs(distance));
  if (length === null) return 'now';
  return distance < 0 ? `${length} ago` : `in ${length}`;
}

/** `24h`, `30d`, `45s`: how long so many seconds are. */
export const describeSpan = (seconds: number): string => describeLength(seconds * 1_000) ?? `${seconds}s`;

/** Two of a unit before the next one begins: 90 minutes are `90m`, not `2h`. Null below half a minute. */
function describeLength(ms: number): string | null {
  if (ms < minuteMs / 2) return null;
  if (ms < 2 * hourMs) return `${Math.round(ms / minuteMs)}m`;
  if (ms < 2 * dayMs) return `${Math.round(ms / hourMs)}h`;
  if (ms < 2 * yearMs) return `${Math.round(ms / dayMs)}d`;
  return `${Math.round(ms / yearMs)}y`;
}
