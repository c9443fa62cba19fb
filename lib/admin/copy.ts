import type { Command } from 'commander';
import { CliError } from '../cli/cli-error';
import { describeHelp } from '../cli/help';
import type { Output } from '../cli/output';
import { migrate } from '../db/migrate';
import type { Row } from './column-kinds';
import { type Comparison, isEqual, reportComparison } from './comparison';
import { addPlaceOptions, type PlaceOptions, type Places, readPlaces } from './places';
import { readContent } from './read-content';
import { type Content, openRowHash } from './row-hash';
import type { Surroundings } from './run';
import { carryOver, findSecret } from './secret-to-carry';
import { openSource, type Source } from './source';
import type { Table } from './tables';
import { openTarget, type Target, targetFailure } from './target';

export function addCopy(parent: Command, surroundings: Surroundings): void {
  const command = parent
    .command('copy')
    .description(
      'Copy everything from SQLite into an empty PostgreSQL database, and compare every row before it counts.',
    );
  describeHelp(
    addPlaceOptions(command),
    [
      'aerostack-admin copy --to postgres://aerostack@db.internal/aerostack',
      'aerostack-admin copy --from file:/backup/aerostack.db --to postgres://aerostack@db.internal/aerostack',
    ],
    `
Stop Aerostack first. The SQLite file is only read. In PostgreSQL all rows appear at once, after they were compared,
or none: a copy that was interrupted leaves empty tables, and can simply be run again.`,
  );
  command.action((options: PlaceOptions) => copy(options, surroundings));
}

async function copy(options: PlaceOptions, surroundings: Surroundings): Promise<void> {
  const places = readPlaces(options, surroundings);
  const { output } = surroundings;
  const source = openSource(places.file);
  try {
    await migrate({ provider: 'postgres', url: places.url }).catch((error: Error) => {
      throw new CliError('failure', error.message, { cause: error });
    });
    output.say(`Copying ${places.file} to PostgreSQL at ${places.shownUrl}.`);
    const comparisons = await inOneTransaction(places, (target) => copyAll(source, target, output));
    const secretAt = findSecret(places, source);
    await reportComparison(comparisons, places, { ...options, more: { secret_at: secretAt } }, output);
    output.succeed('Copied, and every row compared.');
    for (const line of carryOver(secretAt, places)) output.say(line);
  } finally {
    source.close();
  }
}

/** Compared before it is committed: what others can see has been compared. */
async function inOneTransaction(
  { url, shownUrl }: Places,
  copyInto: (target: Target) => Promise<Comparison[]>,
): Promise<Comparison[]> {
  const target = await openTarget(url, 'write');
  let isCommitting = false;
  try {
    await refuseData(target, shownUrl);
    const comparisons = await copyInto(target);
    isCommitting = true;
    if (comparisons.every(isEqual)) await target.commit();
    return comparisons;
  } catch (error) {
    const unsure = 'whether all was copied, aerostack-admin compare says';
    throw targetFailure(shownUrl, error, isCommitting ? unsure : 'nothing was copied');
  } finally {
    await target.close().catch(() => undefined);
  }
}

async function refuseData(target: Target, shownUrl: string): Promise<void> {
  for (const table of target.tables) {
    if (!(await target.hasRows(table))) continue;
    throw new CliError(
      'failure',
      `PostgreSQL at ${shownUrl} holds data already (${table.name}): create an empty database for the copy. Nothing was changed.`,
    );
  }
}

async function copyAll(source: Source, target: Target, output: Output): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const table of target.tables) {
    const before = await copyTable(table, source, target, output);
    comparisons.push({ table: table.name, before, after: await readContent(target.rows(table)) });
  }
  return comparisons;
}

const batchRows = 2_000;
/** Characters; a catalogue's entries can be long, and a batch is in memory several times. */
const batchTextMax = 2_000_000;
const progressMs = 5_000;

async function copyTable(table: Table, source: Source, target: Target, output: Output): Promise<Content> {
  const hash = openRowHash();
  let batch: Row[] = [];
  let text = 0;
  let [copied, saidAt] = [0, performance.now()];
  const flush = async () => {
    if (batch.length > 0) await target.insert(table, batch);
    copied += batch.length;
    [batch, text] = [[], 0];
    if (performance.now() - saidAt < progressMs) return;
    saidAt = performance.now();
    output.say(`${table.name}: ${copied.toLocaleString('en')} rows so far`);
  };
  for (const row of source.rows(table)) {
    hash.add(row);
    batch.push(row);
    text += row.reduce((sum, value) => sum + (value?.length ?? 0), 0);
    if (batch.length === batchRows || text > batchTextMax) await flush();
  }
  await flush();
  return hash.content();
}
