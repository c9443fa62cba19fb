import { CliError } from '../cli/cli-error';
import type { Output } from '../cli/output';
import type { Column } from '../cli/table';
import type { PlaceOptions, Places } from './places';
import { type Content, isSame } from './row-hash';

/** One table in both databases. */
export interface Comparison {
  table: string;
  /** In SQLite. */
  before: Content;
  /** In PostgreSQL. */
  after: Content;
}

export const isEqual = ({ before, after }: Comparison): boolean => isSame(before, after);

const columns: Column[] = [
  { header: 'TABLE' },
  { header: 'ROWS' },
  { header: 'SHA-256' },
  { header: 'POSTGRESQL', colour: (cell) => (cell === 'same' ? 32 : 31) },
];

/** Prints all tables. @throws CliError which names those that differ. */
export async function reportComparison(
  comparisons: Comparison[],
  { file, shownUrl }: Places,
  { json, more }: Pick<PlaceOptions, 'json'> & { more?: Record<string, unknown> },
  output: Output,
): Promise<void> {
  const different = comparisons.filter((one) => !isEqual(one));
  if (json) {
    const tables = comparisons.map(({ table, before, after }) => ({ table, sqlite: before, postgresql: after }));
    await output.json({ from: file, to: shownUrl, same: different.length === 0, ...more, tables });
  } else {
    await output.table(
      columns,
      comparisons.map((one) => [one.table, String(one.before.rows), one.before.sha256, verdict(one)]),
    );
  }
  if (different.length === 0) return;
  const names = different.map((one) => `${one.table} (${verdict(one)})`).join(', ');
  throw new CliError('failure', `PostgreSQL at ${shownUrl} does not hold what ${file} holds: ${names}.`);
}

function verdict(one: Comparison): string {
  const { before, after } = one;
  if (isEqual(one)) return 'same';
  return before.rows === after.rows ? 'other content' : `${after.rows} rows`;
}
