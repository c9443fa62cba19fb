import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { addTimes, idsMax, type Reading } from './read-rollups';
import { dayMs, hourMs } from './rollup';
import { stretchesOf } from './usage-range';
import { emptySum } from './usage-sum';

/** A Sunday, an hour after midnight: its beginning and end are read from hours, quarters, days and weeks. */
const toMs = Date.parse('2026-11-29T20:00:00Z');
const fromMs = Date.parse('2026-10-31T01:00:00Z');
const floor = (ms: number) => Math.floor((toMs - hourMs) / ms) * ms;
const made = { quarter_days: floor(6 * hourMs), days: floor(dayMs), weeks: floor(7 * dayMs) };

describe.each(testDatabases)('times of many on $provider', ({ open }) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.drop());

  it.each([
    ['token', ['tokenId']],
    ['tool', ['serverId', 'tool']],
  ] as const)(
    'of %s are asked for in one question that the database takes, out of all tables at once',
    async (slice, by) => {
      const stretches = stretchesOf({ fromMs, toMs }, made);
      expect(stretches).toHaveLength(7);
      const reading: Reading = { where: { workspaceId: 'w', slice }, stretches, by, stepMs: dayMs };
      const shown = Array.from({ length: idsMax }, (_, n) =>
        emptySum({ tokenId: `t${n}`, serverId: `s${n}`, tool: `x${n}` }),
      );
      await addTimes(database.db, reading, shown);
    },
  );
});
