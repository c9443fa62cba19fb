import type { Tx } from '../db/client';
import { addHistograms } from './histogram';
import { outcomeClasses } from './outcome-class';
import type { Rollup } from './rollup';
import { columns, countRollups, type Dimension, type RollupWhere, selectRollups } from './rollup-query';
import type { Stretch } from './usage-range';
import { emptySum, type Sum } from './usage-sum';

type Source = Pick<Tx, '$queryRaw'>;
/** As the databases write them: one counts in `bigint`, the other has no dates of its own. */
type Count = number | bigint | null;
type Moment = Date | string | null;
const msOf = (moment: Moment) => (moment === null ? 0 : new Date(moment).getTime());

type KeyRow = { member_id?: string; token_id?: string; server_id?: string; tool?: string; at?: Moment };
type CountsRow = Record<'calls' | keyof Rollup['counts'], Count> & { last_at: Moment };
type TimesRow = Record<'server_times' | 'gateway_times' | 'uses', string | null>;

/** What is read of rows, by which columns of them. */
export interface Reading {
  where: RollupWhere;
  stretches: Stretch[];
  by: readonly Dimension[];
  /** How much of time is one group. */
  stepMs: number;
}

const counted = ['calls', ...outcomeClasses];
const counts = {
  read: [...counted, 'last_at'],
  what: [...counted.map((column) => `sum(${column}) AS ${column}`), 'max(last_at) AS last_at'],
};

/** ASCII's separators; texts of moments before the first of them sort by time, also where one has more digits than the other. */
const unit = '\x1f';
const record = '\x1e';
/** Histograms that stand one behind the other are their sum. */
const times = {
  read: ['server_times', 'gateway_times', 'last_client'],
  what: [
    ...['server_times', 'gateway_times'].map((column) => `string_agg(${column}, '') AS ${column}`),
    `string_agg(last_at || '${unit}' || last_client, '${record}') AS uses`,
  ],
};

/** Counts by these dimensions, the database adding up for itself. */
export async function sumCounts(db: Source, { where, stretches, by, stepMs }: Reading): Promise<Sum[]> {
  const query = selectRollups(counts.what, counts.read, where, stretches, by);
  const sums = new Sums(by, stepMs);
  for (const row of await db.$queryRaw<(KeyRow & CountsRow)[]>(query)) sums.addCounts(row);
  return sums.all();
}

/** The same with times and clients, in one question: for what is little. */
export async function sumRollups(db: Source, { where, stretches, by, stepMs }: Reading): Promise<Sum[]> {
  const query = selectRollups([...counts.what, ...times.what], [...counts.read, ...times.read], where, stretches, by);
  const sums = new Sums(by, stepMs);
  for (const row of await db.$queryRaw<(KeyRow & CountsRow & TimesRow)[]>(query)) {
    sums.addCounts(row);
    sums.addTimes(row);
  }
  return sums.all();
}

/** More values than that are not named in a question: what nobody asked for is then read and left out. */
export const idsMax = 5000;

/** SQLite takes 32,766 values in one question, and every stretch names them again. */
const valuesMax = 30_000;

/** Adds times and clients to these sums of counts. */
export async function addTimes(db: Source, { where, stretches, by, stepMs }: Reading, shown: Sum[]): Promise<void> {
  const only = { ...namesOf(shown, by, stretches.length), ...where };
  const query = selectRollups(times.what, ['last_at', ...times.read], only, stretches, by);
  const sums = new Sums(by, stepMs, shown);
  for (const row of await db.$queryRaw<(KeyRow & TimesRow)[]>(query)) sums.addTimes(row);
  sums.all();
}

/** Whether there are few enough rows to read all of them at once. */
export async function isLittle(db: Source, { where, stretches }: Reading, most = littleMax): Promise<boolean> {
  const [row] = await db.$queryRaw<{ count: Count }[]>(countRollups(where, stretches, most + 1));
  return Number(row?.count ?? 0) <= most;
}

/** A quarter of a year of several hundred tokens: some megabytes of histograms. */
const littleMax = 10_000;

/** How many different ones there are. */
export async function countNames(db: Source, { where, stretches }: Reading, of: Dimension): Promise<number> {
  const query = selectRollups([`count(DISTINCT ${columns[of]}) AS count`], [columns[of]], where, stretches, []);
  const [row] = await db.$queryRaw<{ count: Count }[]>(query);
  return Number(row?.count ?? 0);
}

/** Those of the sums' names that are few enough to ask for. */
function namesOf(shown: Sum[], by: readonly Dimension[], times: number): Partial<RollupWhere> {
  if (shown.length > idsMax || shown.length * by.length * times > valuesMax) return {};
  const names = by.flatMap((one) =>
    one === 'at' ? [] : [[one, { in: [...new Set(shown.map(({ key }) => key[one]))] }] as const],
  );
  return Object.fromEntries(names);
}

/** Sums by what names them. Rows of hours may be parts of one day, so several may belong to one sum. */
class Sums {
  readonly #by: readonly Dimension[];
  readonly #stepMs: number;
  readonly #byText: Map<string, Sum>;
  readonly #latest = new Map<Sum, string>();

  constructor(by: readonly Dimension[], stepMs: number, known: Sum[] = []) {
    this.#by = by;
    this.#stepMs = stepMs;
    this.#byText = new Map(known.map((sum) => [this.#textOf(sum.key), sum]));
  }

  addCounts(row: KeyRow & CountsRow): void {
    // Of no rows there is a sum too, where nothing groups them.
    if (row.calls === null) return;
    const key = this.#keyOf(row);
    const text = this.#textOf(key);
    const sum = this.#byText.get(text) ?? emptySum(key);
    this.#byText.set(text, sum);
    sum.calls += Number(row.calls);
    for (const one of outcomeClasses) sum.counts[one] += Number(row[one]);
    sum.lastAtMs = Math.max(sum.lastAtMs, msOf(row.last_at));
  }

  /** To a sum that there is: others are left out. */
  addTimes(row: KeyRow & TimesRow): void {
    const sum = this.#byText.get(this.#textOf(this.#keyOf(row)));
    if (sum === undefined) return;
    addHistograms(sum.serverTimes, row.server_times ?? '');
    addHistograms(sum.gatewayTimes, row.gateway_times ?? '');
    for (const use of row.uses?.split(record) ?? [])
      if (use > (this.#latest.get(sum) ?? '')) this.#latest.set(sum, use);
  }

  all(): Sum[] {
    for (const [sum, use] of this.#latest) sum.lastClient = use.slice(use.indexOf(unit) + 1);
    return [...this.#byText.values()];
  }

  #keyOf(row: KeyRow): Sum['key'] {
    return {
      memberId: row.member_id ?? '',
      tokenId: row.token_id ?? '',
      serverId: row.server_id ?? '',
      tool: row.tool ?? '',
      at: Math.floor(msOf(row.at ?? null) / this.#stepMs) * this.#stepMs,
    };
  }

  #textOf(key: Sum['key']): string {
    return this.#by.map((one) => key[one]).join('\n');
  }
}
