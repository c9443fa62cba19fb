// The databases that are measured: what the product needs to know of one, and a way to fill it behind its back.
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import pg from 'pg';
import { postgres, sqlite } from './fill.mjs';
import { cpuUs, newFolder } from './processes.mjs';

const adminUrl = 'postgres://postgres@127.0.0.1:5432/postgres';

/** A folder with an embedded database. Nothing ever analyses one, so this does not either. */
export function onSqlite() {
  const folder = newFolder();
  const file = join(folder, 'aerostack.db');
  return {
    env: { AEROSTACK_DATA_DIR: folder },
    target: { provider: 'sqlite', file },
    async fill(write) {
      const connection = new Database(file);
      // What is lost when this dies is made anew.
      for (const pragma of ['journal_mode = OFF', 'synchronous = OFF', 'cache_size = -262144'])
        connection.pragma(pragma);
      connection.exec('BEGIN');
      await write((sql) => connection.exec(sql), sqlite);
      connection.exec('COMMIT');
      connection.close();
      flush(file);
    },
    /** Calls `work` with a function that gives the rows of a query as arrays, and with how a moment is read as Unix milliseconds. */
    async read(work) {
      const connection = new Database(`${pathToFileURL(file).href}?mode=ro`, { timeout: 5000 });
      const result = await work(
        async (sql) => connection.prepare(sql).raw().all(),
        (column) => `CAST(round(unixepoch(${column}, 'subsec') * 1000) AS INTEGER)`,
      );
      connection.close();
      return result;
    },
    /** A table of calls without an index or a sum, on a connection as the product's own. `write` takes rows as the product makes them. */
    openRows() {
      const connection = new Database(file, { timeout: 5000 });
      for (const pragma of ['journal_mode = WAL', 'synchronous = FULL']) connection.pragma(pragma);
      connection.exec('CREATE TABLE calls_alone AS SELECT * FROM calls WHERE false');
      const insert = connection.prepare('INSERT INTO calls_alone VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
      return {
        write(rows) {
          connection.exec('BEGIN IMMEDIATE');
          for (const row of rows) insert.run(row);
          connection.exec('COMMIT');
        },
        close: () => connection.close(),
      };
    },
    megabytes: () => statSync(file).size / 1e6,
    /** It is part of the product. */
    cpuUs: () => 0,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The disk has to be done with it before anything is measured. */
function flush(file) {
  const descriptor = openSync(file, 'r+');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** A database of its own. One that an earlier run left behind goes first. */
export async function onPostgres(admin, kind) {
  const name = `aerostack_bench_${kind}`;
  const remove = () => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await remove();
  await admin.query(`CREATE DATABASE ${name}`);
  const url = new URL(`/${name}`, adminUrl).href;
  /** By process, also of those that have ended: a pool lets go of what is idle. */
  const spent = new Map();
  return {
    env: {
      DATABASE_URL: url,
      AEROSTACK_DATA_DIR: newFolder(),
      AEROSTACK_SECRET: randomBytes(32).toString('base64'),
    },
    async fill(write) {
      const client = new pg.Client(url);
      await client.connect();
      await client.query('SET synchronous_commit = off');
      await write((sql) => client.query(sql), postgres);
      // What autovacuum has long done elsewhere must not begin while this is measured.
      await client.query('VACUUM ANALYZE');
      await client.query('CHECKPOINT');
      await client.end();
    },
    target: { provider: 'postgres', url },
    async read(work) {
      const client = new pg.Client(url);
      await client.connect();
      const result = await work(
        async (text) => (await client.query({ text, rowMode: 'array' })).rows,
        (column) => `(extract(epoch FROM ${column}) * 1000)::float8`,
      );
      await client.end();
      return result;
    },
    async openRows() {
      const client = new pg.Client(url);
      await client.connect();
      await client.query('CREATE TABLE calls_alone AS SELECT * FROM calls WHERE false');
      const types = ['text', 'text', 'text', 'text', 'text', 'text', 'text', 'int', 'int', 'text', 'text', 'float8'];
      const text = `INSERT INTO calls_alone SELECT a, b, c, d, e, f, g, h, i, j, k, to_timestamp(l / 1000) AT TIME ZONE 'UTC'
        FROM unnest(${types.map((type, i) => `$${i + 1}::${type}[]`)}) AS rows (a, b, c, d, e, f, g, h, i, j, k, l)`;
      return {
        write: (rows) => client.query({ name: 'rows', text, values: types.map((_, i) => rows.map((row) => row[i])) }),
        close: () => client.end(),
      };
    },
    async megabytes() {
      return Number((await admin.query('SELECT pg_database_size($1) AS bytes', [name])).rows[0].bytes) / 1e6;
    },
    async cpuUs() {
      const sql = "SELECT pid FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'";
      const { rows } = await admin.query(sql, [name]);
      for (const { pid } of rows) spent.set(pid, backendCpuUs(pid));
      return [...spent.values()].reduce((sum, us) => sum + us, 0);
    },
    remove,
  };
}

/** 0 for a process that this machine does not know as one of PostgreSQL's: then its work cannot be counted. */
function backendCpuUs(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('postgres') ? cpuUs(pid) : 0;
  } catch {
    return 0;
  }
}

/** Null where no PostgreSQL answers. */
export async function connectAdmin() {
  const admin = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 3000 });
  try {
    await admin.connect();
    return admin;
  } catch {
    return null;
  }
}
