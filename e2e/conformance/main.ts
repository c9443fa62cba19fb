import { parseArgs } from 'node:util';
import type { Door } from '../product';
import { compareRuns, countOf, showDifference } from './compare-runs';
import { crossings, judge } from './cross-era';
import { startConformanceServer, type Variant } from './fixture-server';
import { startGatewayUnderTest } from './gateway-under-test';
import { type Revision, revisions, runSuite, type SuiteRun } from './run-suite';

/** `npm run conformance`: what the suite sees through the gateway that it does not see without it. */
const { values } = parseArgs({
  options: {
    door: { type: 'string', default: 'server' },
    revision: { type: 'string', multiple: true, default: [...revisions] },
    variant: { type: 'string', default: 'dual' },
    scenario: { type: 'string' },
    log: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    output: { type: 'boolean', default: false },
  },
});

const direct = await startConformanceServer('dual');
const gateway = await startGatewayUnderTest(
  values.door as Door,
  // What has been bundled, whether or not the rest of the build is as new.
  values.quick ? ['--input-type=module', '-e', "(await import('./dist/server.js')).serve()"] : undefined,
);
try {
  const url = await gateway.url(values.variant as Variant);
  for (const revision of values.revision as Revision[]) {
    const startedAt = performance.now();
    const [without, through] = await Promise.all([
      runSuite(direct.url, revision, values.scenario),
      runSuite(url, revision, values.scenario),
    ]);
    show(revision, without, through, performance.now() - startedAt);
    if (values.output) console.log(through.output);
  }
} finally {
  if (values.log) console.log(gateway.product.output());
  await Promise.all([gateway.close(), direct.close()]);
}

function show(revision: Revision, without: SuiteRun, through: SuiteRun, ms: number): void {
  const counts = ({ checks }: SuiteRun) => `${countOf(checks, 'SUCCESS')}/${countOf(checks, 'FAILURE')}`;
  const differences = compareRuns(without.checks, through.checks);
  const head = `${revision}  ${values.door} door, ${values.variant} fixture: direct ${counts(without)}, through the gateway ${counts(through)}`;
  console.log(`\n${head}, ${differences.length} differences (${(ms / 1000).toFixed(1)} s)`);
  const crossing = crossings.find((one) => one.revision === revision && one.variant === values.variant);
  const { unexplained, outdated } = crossing
    ? judge(crossing, differences)
    : { unexplained: differences, outdated: [] };
  for (const difference of unexplained) console.log(`  ✗ ${showDifference(difference)}`);
  for (const check of outdated) console.log(`  ! passes although cross-era.ts says that it cannot: ${check}`);
}
