import { test as base, expect } from '@playwright/test';
import { baseline, scoreOf } from './conformance/baseline';
import { compareRuns, passedScenarios, showDifference } from './conformance/compare-runs';
import { crossings, judge, showTable } from './conformance/cross-era';
import { startConformanceServer } from './conformance/fixture-server';
import { type GatewayUnderTest, startGatewayUnderTest } from './conformance/gateway-under-test';
import { type Revision, revisions, runSuite, type SuiteRun } from './conformance/run-suite';
import type { Door } from './product';
import { expectNoCredentials } from './test';

interface Parts {
  /** The suite against the fixture alone, once per revision. */
  direct(revision: Revision): Promise<SuiteRun>;
  gateway(door: Door): Promise<GatewayUnderTest>;
}

/** `@modelcontextprotocol/conformance` through the gateway: nothing that a client can check gets lost on the way. */
const test = base.extend<object, Parts>({
  direct: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's names
    async ({}, use) => {
      const fixture = await startConformanceServer('dual');
      await use(once((revision: Revision) => runSuite(fixture.url, revision)));
      await fixture.close();
    },
    { scope: 'worker' },
  ],
  gateway: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the parameter's names
    async ({}, use) => {
      const started: Promise<GatewayUnderTest>[] = [];
      const start = once((door: Door) => {
        const starting = startGatewayUnderTest(door);
        started.push(starting);
        return starting;
      });
      await use(start);
      for (const gateway of await Promise.all(started)) {
        await gateway.close();
        expectNoCredentials(gateway.product.output());
      }
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

test.describe.configure({ timeout: 120_000 });

for (const revision of revisions) {
  test(`${revision}: the fixture alone passes all that the reference server passes`, async ({ direct }) => {
    const run = await direct(revision);
    const failing = run.checks.filter(({ status, scenario }) => status === 'FAILURE' && !scenario.startsWith('tasks-'));
    expect(failing).toEqual([]);
    expect(scoreOf(revision, run)).toEqual(baseline[revision]);
    expect(run.isConformant).toBe(true);
  });
}

const throughDoors: [Door, Revision][] = [
  ...revisions.map((revision): [Door, Revision] => ['server', revision]),
  ['next', '2026-07-28'],
  ['next', '2025-11-25'],
];

for (const [door, revision] of throughDoors) {
  test(`${revision}: every check ends through the gateway (${door} door) as it does without it`, async ({
    direct,
    gateway,
  }) => {
    const url = await (await gateway(door)).url('dual');
    const [without, through] = await Promise.all([direct(revision), runSuite(url, revision)]);
    expect(compareRuns(without.checks, through.checks).map(showDifference)).toEqual([]);
    expect(through.isConformant).toBe(true);
  });
}

for (const crossing of crossings) {
  const { variant, revision } = crossing;
  test(`${revision} with a ${variant} server behind the gateway: all that translation can carry`, async ({
    direct,
    gateway,
  }) => {
    const url = await (await gateway('server')).url(variant);
    const [without, through] = await Promise.all([direct(revision), runSuite(url, revision)]);
    const differences = compareRuns(without.checks, through.checks);
    const table = showTable(passedScenarios(without.checks), differences, crossing).join('\n');
    console.log(`${revision} client, ${variant} server:\n${table}`);
    const { unexplained, outdated } = judge(crossing, differences);
    expect(unexplained.map(showDifference)).toEqual([]);
    expect(outdated).toEqual([]);
  });
}

/** Starts what is asked for at most once. */
function once<Key, Value>(start: (key: Key) => Promise<Value>): (key: Key) => Promise<Value> {
  const started = new Map<Key, Promise<Value>>();
  return (key) => {
    const known = started.get(key) ?? start(key);
    started.set(key, known);
    return known;
  };
}
