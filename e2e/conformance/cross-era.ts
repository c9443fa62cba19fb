import type { Difference } from './compare-runs';
import type { Variant } from './fixture-server';
import type { Revision } from './run-suite';

/** A check that no gateway can pass between these revisions, and why. */
export interface Untranslatable {
  scenario: string;
  checks: readonly string[];
  why: string;
}

interface Crossing {
  variant: Variant;
  revision: Revision;
  untranslatable: readonly Untranslatable[];
}

/** Each era's suite with a server of the other era behind the gateway. Everything that is not listed here must come through. */
export const crossings: readonly Crossing[] = [
  {
    variant: 'modern',
    revision: '2025-11-25',
    untranslatable: [
      {
        scenario: 'server-sse-polling',
        checks: ['server-sse-disconnect-resume'],
        why: 'A server of 2026-07-28 cannot close a stream and answer later, so there is nothing to resume: the answer comes on the first stream.',
      },
    ],
  },
  {
    variant: 'legacy',
    revision: '2026-07-28',
    untranslatable: [
      {
        scenario: 'server-stateless',
        checks: ['sep-2575-server-rejects-undeclared-capability', 'sep-2575-missing-capability-http-400'],
        why: 'A 2025 server learns what the client can do when the session begins; what it misses it says as a tool error in its own words, not as -32021.',
      },
      {
        scenario: 'input-required-result-basic-elicitation',
        checks: ['sep-2322-elicitation-incomplete', 'sep-2322-elicitation-complete'],
        why: 'The scenario wants its question under the key user_name; a 2025 server asks without keys, so the gateway has to make one up.',
      },
      {
        scenario: 'input-required-result-ignore-extra-params',
        checks: ['sep-2322-ignore-unexpected-params'],
        why: 'The scenario answers under the key user_name before anything was asked; no question of a 2025 server has that key.',
      },
    ],
  },
];

/** The differences that the list does not explain, and the entries of the list that have come true after all. */
export function judge({ untranslatable }: Crossing, differences: readonly Difference[]) {
  const expected = untranslatable.flatMap(({ scenario, checks }) => checks.map((id) => `${scenario}: ${id}`));
  const found = differences.map(({ scenario, id }) => `${scenario}: ${id}`);
  return {
    unexplained: differences.filter((_, index) => !expected.includes(found[index] ?? '')),
    outdated: expected.filter((check) => !found.includes(check)),
  };
}

/** One line per scenario: what passes behind the gateway in the other era, what does not, and why. */
export function showTable(
  scenarios: readonly string[],
  differences: readonly Difference[],
  { untranslatable }: Crossing,
) {
  return scenarios.map((scenario) => {
    const lost = differences.filter((difference) => difference.scenario === scenario);
    if (lost.length === 0) return `  ✓ ${scenario}`;
    const why = untranslatable.find((one) => one.scenario === scenario)?.why ?? 'not explained';
    return `  – ${scenario}: ${lost.map(({ id }) => id).join(', ')}. ${why}`;
  });
}
