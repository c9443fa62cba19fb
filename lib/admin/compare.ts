import type { Command } from 'commander';
import { describeHelp } from '../cli/help';
import { type Comparison, reportComparison } from './comparison';
import { addPlaceOptions, type PlaceOptions, readPlaces } from './places';
import { readContent } from './read-content';
import type { Surroundings } from './run';
import { openSource } from './source';
import { openTarget, targetFailure } from './target';

export function addCompare(parent: Command, surroundings: Surroundings): void {
  const command = parent
    .command('compare')
    .description('Compare every row of SQLite with PostgreSQL, table by table. Changes nothing.');
  describeHelp(
    addPlaceOptions(command),
    ['aerostack-admin compare --to postgres://aerostack@db.internal/aerostack', 'aerostack-admin compare --json'],
    `
Meant for the time between a copy and the first start on PostgreSQL: a server that runs changes its database.`,
  );
  command.action((options: PlaceOptions) => compare(options, surroundings));
}

async function compare(options: PlaceOptions, surroundings: Surroundings): Promise<void> {
  const places = readPlaces(options, surroundings);
  const source = openSource(places.file);
  const target = await openTarget(places.url, 'read');
  const comparisons: Comparison[] = [];
  try {
    for (const table of target.tables) {
      const [before, after] = [await readContent(source.rows(table)), await readContent(target.rows(table))];
      comparisons.push({ table: table.name, before, after });
    }
  } catch (error) {
    throw targetFailure(places.shownUrl, error, 'nothing was compared');
  } finally {
    await target.close().catch(() => undefined);
    source.close();
  }
  await reportComparison(comparisons, places, options, surroundings.output);
}
