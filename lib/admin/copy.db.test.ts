import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Output } from '../cli/output';
import type { Db } from '../db/client';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { run } from './run';
import { quote, readTables, type Table } from './tables';

const models = readFileSync('prisma/models.prisma', 'utf8');
const namesIn = (pattern: RegExp) => [...models.matchAll(pattern)].map((match) => match[1] ?? '');

/** Texts that differ in byte order, in a language's order and in UTF-16's order, and that arrays and JSON would have to escape. */
const texts = ['b', 'B', 'a', '_', 'é', '\uffee', '😀', '{"a":[null,"\\n"]}', 'NULL', ' " \\ , {} \n\t\u2028 ', '1e3'];
const dates = ['2026-01-02T03:04:05.678+00:00', '1969-12-31T23:59:59.999+00:00', '2400-02-29T00:00:00.000+00:00'];

/** The same text in every column of a row: so that it refers to the row of that text in the parent's table. */
function sampleOf(kind: string, row: number): string | number {
  if (kind === 'text') return texts[row] ?? '';
  if (kind === 'timestamp(3) without time zone') return dates[row % dates.length] ?? '';
  return kind === 'boolean' ? row % 2 : ([-2147483648, 0, 2147483647][row % 3] ?? 0);
}

const [sqlite, postgres] = ['sqlite', 'postgres'].map((name) =>
  testDatabases.find(({ provider }) => provider === name),
);

describe.runIf(postgres !== undefined)('aerostack-admin', () => {
  let folder: string;
  let source: TestDatabase;
  let target: TestDatabase;
  let tables: Table[];

  const urlOf = ({ target: { provider, ...place } }: TestDatabase) =>
    provider === 'postgres' && 'url' in place ? place.url : '';
  const fileOf = ({ target: place }: TestDatabase) => (place.provider === 'sqlite' ? place.file : '');
  const asPostgres = async (work: (client: pg.Client) => Promise<unknown>) => {
    const client = new pg.Client(urlOf(target));
    await client.connect();
    await work(client).finally(() => client.end());
  };
  const change = (sql: string) => asPostgres((client) => client.query(sql));

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'aerostack_test_'));
    [source, target] = (await Promise.all([sqlite?.open(), postgres?.open()])) as [TestDatabase, TestDatabase];
    await asPostgres(async (client) => {
      tables = await readTables(client);
    });
  });
  afterEach(async () => {
    await Promise.all([source.drop(), target.drop()]);
    rmSync(folder, { recursive: true });
  });

  /** Every column of every table has a value in each of these rows, and no value where it may have none in one more. */
  async function fill(): Promise<void> {
    for (const { name, columns } of tables) {
      const info = await source.db.$queryRawUnsafe<{ name: string; notnull: number }[]>(`PRAGMA table_info(${name})`);
      const isNullable = (column: string) => info.some((one) => one.name === column && Number(one.notnull) === 0);
      for (const [row] of texts.entries()) {
        const isLast = row === texts.length - 1;
        const values = columns.map((one) => (isLast && isNullable(one.name) ? null : sampleOf(one.kind, row)));
        const sql = `INSERT INTO ${quote(name)} (${columns.map((one) => quote(one.name))}) VALUES (${columns.map(() => '?')})`;
        await source.db.$executeRawUnsafe(sql, ...values);
      }
    }
    await source.db.$executeRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** Runs the command on a file of its own: what this process had open once it may still hold. */
  async function admin(verb: string): Promise<{ code: number; json: { tables?: unknown[] }; said: string }> {
    const file = join(folder, `${Math.random()}.db`);
    copyFileSync(fileOf(source), file);
    const said: string[] = [];
    let json = {};
    const say = (text: string) => void said.push(text);
    const output: Output = {
      isTerminal: false,
      isClosed: false,
      result: async () => undefined,
      json: async (body) => {
        json = body;
      },
      table: async () => undefined,
      say,
      succeed: say,
      fail: say,
      debug: () => undefined,
      showDebug: () => undefined,
    };
    const code = await run([verb, '--from', file, '--to', urlOf(target), '--json'], { env: {}, output, cwd: folder });
    return { code, json, said: said.join('\n') };
  }

  const readAll = ({ db }: { db: Db }, model: string) => {
    const delegates = db as unknown as Record<string, { findMany(): Promise<Record<string, unknown>[]> }>;
    return delegates[`${model.charAt(0).toLowerCase()}${model.slice(1)}`]?.findMany();
  };
  const sorted = (rows: Record<string, unknown>[] = []) => rows.map((row) => JSON.stringify(row)).sort();

  it('copies every table of the models: none can be forgotten', async () => {
    expect(tables.map(({ name }) => name).sort()).toEqual(namesIn(/@@map\("(\w+)"\)/g).sort());
    await fill();
    expect((await admin('copy')).code).toBe(0);
    for (const model of namesIn(/^model (\w+) \{/gm)) {
      const [before, after] = await Promise.all([readAll(source, model), readAll(target, model)]);
      expect([model, before?.length]).toEqual([model, texts.length]);
      expect([model, ...sorted(after)]).toEqual([model, ...sorted(before)]);
    }
  });

  it('hashes the same rows to the same value in both databases, whatever they hold', async () => {
    await fill();
    const { code, json } = await admin('copy');
    expect([code, (await admin('compare')).json.tables]).toEqual([0, json.tables]);
  });

  it('compares in the order of bytes, also where PostgreSQL sorts as a language does', async () => {
    await change('ALTER TABLE calls ALTER COLUMN id TYPE text COLLATE "en-x-icu"');
    await fill();
    expect((await admin('copy')).code).toBe(0);
  });

  it.each([
    ['a date by a millisecond', "UPDATE tokens SET created_at = created_at + interval '1 ms' WHERE id = 'B'", 'tokens'],
    ['a text by its case', "UPDATE workspaces SET name = 'b' WHERE id = 'B'", 'workspaces'],
    ['a value into none', "UPDATE calls SET client = NULL WHERE id = 'NULL'", 'calls'],
    ['none into a value', "UPDATE calls SET client = 'null' WHERE id = '1e3'", 'calls'],
    ['a truth', "UPDATE servers SET enabled = NOT enabled WHERE id = 'a'", 'servers'],
    ['a number', "UPDATE catalogue_entries SET position = position - 1 WHERE id = 'a'", 'catalogue_entries'],
    ['a row into none', "DELETE FROM leases WHERE name = '😀'", 'leases'],
  ])('notices what was changed after the copy: %s', async (_, sql, table) => {
    await fill();
    expect((await admin('copy')).code).toBe(0);
    await change(sql);
    const { code, said } = await admin('compare');
    expect([code, said]).toEqual([1, expect.stringMatching(new RegExp(`: ${table} \\([^)]+\\)\\.$`))]);
  });

  it('leaves PostgreSQL empty when a row half-way cannot be copied, and names the row', async () => {
    await fill();
    await source.db.$executeRawUnsafe("UPDATE tokens SET expires_at = 'soon' WHERE id = 'B'");
    await source.db.$executeRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
    const { code, said } = await admin('copy');
    expect([code, said]).toEqual([1, expect.stringContaining('tokens.expires_at of the row B')]);
    expect(await target.db.user.count()).toBe(0);
  });

  it('refuses a database that holds a single row, and leaves it alone', async () => {
    await fill();
    await target.db.setting.create({ data: { key: 'k', value: 'v' } });
    expect(await admin('copy')).toMatchObject({
      code: 1,
      said: expect.stringContaining('holds data already (settings)'),
    });
    expect([await target.db.user.count(), await target.db.setting.count()]).toEqual([0, 1]);
  });

  it('refuses a file that another version wrote', async () => {
    await source.db.$executeRawUnsafe("UPDATE _prisma_migrations SET migration_name = '99990101000000_later'");
    await source.db.$executeRawUnsafe('PRAGMA wal_checkpoint(TRUNCATE)');
    expect(await admin('copy')).toMatchObject({ code: 1, said: expect.stringContaining('another version') });
  });
});
