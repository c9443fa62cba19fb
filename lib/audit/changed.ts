import type { AuditValues } from './append-audit';

/** What an update changed, for `appendAudit`: of both states only the keys whose values differ. Null when none does. */
export function changed<T extends AuditValues>(
  before: T,
  after: T,
): { before: AuditValues; after: AuditValues } | null {
  const keys = Object.keys(after).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  if (keys.length === 0) return null;
  const only = (values: T) => Object.fromEntries(keys.map((key) => [key, values[key] ?? null]));
  return { before: only(before), after: only(after) };
}
