import pg from 'pg';
import { CliError } from '../cli/cli-error';
import { openFailure } from '../db/open-failure';
import { readPostgresUrl } from '../db/postgres-config';
import { columnKinds, type Row } from './column-kinds';
import { quote, readTables, type Table } from './tables';

/** The migrated PostgreSQL database, in one transaction. */
export interface Target {
  /** Every table of the models, parents first. */
  tables: Table[];
  /** In the order of the keys' bytes, a batch in memory at a time. */
  rows(table: Table): AsyncIterable<Row>;
  /** Writes in batches. */
  insert(table: Table, rows: Row[]): Promise<void>;
  hasRows(table: Table): Promise<boolean>;
  /** Makes what was written last, all at once. */
  commit(): Promise<void>;
  /** Takes back what was not committed. */
  close(): Promise<void>;
}

const fetchRows = 2_000;
/** Somebody else's copy, or a server that starts, holds the tables for longer than this only if something is wrong. */
const lockTimeoutMs = 10_000;

/**
 * @param use `write` keeps everybody else from writing until the transaction ends; `read` sees the moment at which it began.
 * @throws CliError in one sentence without a password.
 */
export async function openTarget(url: string, use: 'read' | 'write'): Promise<Target> {
  const client = new pg.Client(readPostgresUrl(url).config as pg.ClientConfig);
  // Told by the query under way; without a listener a lost connection would end the process without a word.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`BEGIN ISOLATION LEVEL ${use === 'read' ? 'REPEATABLE READ READ ONLY' : 'READ COMMITTED'}`);
    // A role or a provider may have bounds that are meant for requests.
    await client.query(`SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
      SET LOCAL lock_timeout = ${lockTimeoutMs}`);
    const tables = await readTables(client);
    if (use === 'write')
      await client.query(`LOCK TABLE ${tables.map(({ name }) => quote(name)).join(', ')} IN SHARE ROW EXCLUSIVE MODE`);
    return target(client, tables);
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new CliError('failure', openFailure({ provider: 'postgres', url }, error).message, { cause: error });
  }
}

/** What PostgreSQL refused in the middle of the work, as one sentence that ends with the state of things. */
export function targetFailure(shownUrl: string, error: unknown, state: string): CliError {
  if (error instanceof CliError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new CliError('failure', `PostgreSQL at ${shownUrl} refused (${reason}); ${state}.`, { cause: error });
}

function target(client: pg.Client, tables: Table[]): Target {
  return {
    tables,
    async *rows(table) {
      const columns = table.columns.map(({ name, kind }) => columnKinds[kind]?.select(quote(name))).join(', ');
      const order = table.key.map((name) => orderBy(table, name)).join(', ');
      await client.query(`DECLARE all_rows CURSOR FOR SELECT ${columns} FROM ${quote(table.name)} ORDER BY ${order}`);
      for (;;) {
        const { rows } = await client.query<Row>({
          text: `FETCH ${fetchRows} FROM all_rows`,
          rowMode: 'array',
          types: asIs,
        });
        yield* rows;
        if (rows.length < fetchRows) break;
      }
      await client.query('CLOSE all_rows');
    },
    async insert(table, rows) {
      const columns = table.columns.map(({ name }) => quote(name)).join(', ');
      const parameters = table.columns.map(({ kind }, i) => `$${i + 1}::${columnKinds[kind]?.parameter}[]`).join(', ');
      await client.query(
        `INSERT INTO ${quote(table.name)} (${columns}) SELECT * FROM unnest(${parameters})`,
        table.columns.map((_, i) => rows.map((row) => row[i])),
      );
    },
    async hasRows({ name }) {
      const { rows } = await client.query(`SELECT 1 FROM ${quote(name)} LIMIT 1`);
      return rows.length > 0;
    },
    async commit() {
      await client.query('COMMIT');
    },
    // The server takes back a transaction whose connection is gone.
    close: () => client.end(),
  };
}

/** SQLite compares bytes; a database of PostgreSQL may sort as a language does. */
function orderBy({ columns }: Table, name: string): string {
  const isText = columns.some((column) => column.name === name && column.kind === 'text');
  return isText ? `${quote(name)} COLLATE "C"` : quote(name);
}

/** Every column is selected as text. */
const asIs: pg.CustomTypesConfig = { getTypeParser: () => (value: string | Buffer) => value };
