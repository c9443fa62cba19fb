import { readFileSync } from 'node:fs';
import { toolPath } from '../tools';
import { countOf, passedScenarios } from './compare-runs';
import type { Revision, SuiteRun } from './run-suite';

export interface Score {
  passed: number;
  failed: number;
  /** Scenarios of the revision's frozen requirements that pass, of how many; null where the suite has no such list. */
  scored: [passed: number, all: number] | null;
}

/**
 * What the reference server of SDK 2.4.0 reaches with this version of the suite, and our fixture must: a fixture that offers less would hide
 * what a gateway loses. All 30 failures belong to the tasks extension, which neither offers.
 */
export const baseline: Record<Revision, Score> = {
  '2026-07-28': { passed: 164, failed: 30, scored: [37, 37] },
  '2025-11-25': { passed: 84, failed: 0, scored: [30, 30] },
  '2025-06-18': { passed: 56, failed: 0, scored: null },
  '2025-03-26': { passed: 3, failed: 0, scored: null },
};

export function scoreOf(revision: Revision, { checks }: SuiteRun): Score {
  const wanted = baseline[revision].scored === null ? null : requiredScenarios(revision);
  const good = new Set(passedScenarios(checks));
  const reached = wanted?.filter((scenario) => good.has(scenario)).length ?? 0;
  return {
    passed: countOf(checks, 'SUCCESS'),
    failed: countOf(checks, 'FAILURE'),
    scored: wanted === null ? null : [reached, wanted.length],
  };
}

/** The scenarios under `server:` in the suite's own requirements of the revision. */
function requiredScenarios(revision: Revision): string[] {
  const path = toolPath('conformance', `@modelcontextprotocol/conformance/requirements/${revision}.yaml`);
  const [, list = ''] = readFileSync(path, 'utf8').match(/^server:\n((?: {2}- .*\n)*)/m) ?? [];
  return list
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.slice('  - '.length).trim());
}
