import { fromSqliteDate, toSqliteDate } from '../db/sqlite-date';

/** A row in the one form that both databases' rows are brought into: text, or null, for each column. */
export type Row = (string | null)[];

/**
 * What the models' types are in PostgreSQL, and how their values become the same text from both databases. That text is what
 * SQLite holds and what PostgreSQL reads: `2026-01-02T03:04:05.678+00:00`, `0` and `1`, digits, and text as it is.
 */
interface ColumnKind {
  /** What an array of such texts is cast to, element by element, when rows are written. */
  parameter: string;
  /** The value as text, in PostgreSQL's SQL. */
  select(column: string): string;
  /** @throws when SQLite holds something else than the type. */
  fromSqlite(value: unknown): string;
}

export const columnKinds: Record<string, ColumnKind> = {
  text: { parameter: 'text', select: (column) => column, fromSqlite: asText },
  integer: { parameter: 'integer', select: (column) => `${column}::text`, fromSqlite: asWholeNumber },
  boolean: { parameter: 'boolean', select: (column) => `${column}::int::text`, fromSqlite: asWholeNumber },
  // The column has no zone and holds UTC; PostgreSQL passes the zone of such a text over.
  'timestamp(3) without time zone': {
    parameter: 'timestamp',
    select: (column) => `to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"+00:00"')`,
    fromSqlite: (value) => toSqliteDate(fromSqliteDate(asText(value))),
  },
};

function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError(`${typeof value} where text should be`);
}

function asWholeNumber(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  throw new TypeError(`${typeof value} where a whole number should be`);
}
