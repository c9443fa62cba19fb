import type { Check } from './run-suite';

export interface Difference {
  scenario: string;
  id: string;
  /** The statuses of all checks of this id, in words: `SUCCESS`, `2 × SUCCESS, FAILURE`, `not made`. */
  expected: string;
  found: string;
  /** What the suite found wrong with those that did not pass. */
  reasons: string[];
}

/** What differs per check id, as multisets: the suite makes some checks several times under one id. */
export function compareRuns(expected: readonly Check[], found: readonly Check[]): Difference[] {
  const [left, right] = [groupChecks(expected), groupChecks(found)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((key) => {
    const [before = [], after = []] = [left.get(key), right.get(key)];
    const [one] = [...before, ...after];
    if (one === undefined || statuses(before) === statuses(after)) return [];
    const reasons = after.filter(({ reason }) => reason !== '').map(({ reason }) => reason);
    return [{ scenario: one.scenario, id: one.id, expected: statuses(before), found: statuses(after), reasons }];
  });
}

/** One line each, for a person who has to find the cause. */
export const showDifference = ({ scenario, id, expected, found, reasons }: Difference): string =>
  [`${scenario}: ${id}: ${expected} → ${found}`, ...new Set(reasons)].join('\n      ');

export const countOf = (checks: readonly Check[], status: string): number =>
  checks.filter((check) => check.status === status).length;

/** The scenarios of which no check failed or warned. */
export function passedScenarios(checks: readonly Check[]): string[] {
  const all = new Set(checks.map(({ scenario }) => scenario));
  const isBad = ({ status }: Check) => status === 'FAILURE' || status === 'WARNING';
  const bad = new Set(checks.filter(isBad).map(({ scenario }) => scenario));
  return [...all].filter((scenario) => !bad.has(scenario));
}

/** Events that the suite writes down are no checks: how many there are depends on what was sent with what. */
function groupChecks(checks: readonly Check[]): Map<string, Check[]> {
  const groups = new Map<string, Check[]>();
  for (const check of checks.filter(({ status }) => status !== 'INFO')) {
    const key = `${check.scenario} ${check.id}`;
    groups.set(key, [...(groups.get(key) ?? []), check]);
  }
  return groups;
}

function statuses(checks: readonly Check[]): string {
  if (checks.length === 0) return 'not made';
  const counts = new Map<string, number>();
  for (const { status } of checks) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([status, count]) => (count === 1 ? status : `${count} × ${status}`))
    .join(', ');
}
