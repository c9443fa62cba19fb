import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from './migrate';

/** Once per run: a migrated database of each kind, from which every test file gets its copy within milliseconds. */
export interface TestTemplates {
  sqliteFile: string;
  /** Null when no PostgreSQL answers and none is required. */
  postgresName: string | null;
}

declare module 'vitest' {
  export interface ProvidedContext {
    requireServices: boolean;
    testTemplates: TestTemplates;
  }
}

export const postgresUrl = (database: string) => `postgres://postgres@127.0.0.1:5432/${database}`;
/** Databases of a test run are `aerostack_test_<process id of the run>_…`. */
const prefix = 'aerostack_test_';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  const sqliteFile = join(folder, 'template.db');
  await migrate({ provider: 'sqlite', file: sqliteFile });
  const admin = await connect(project.config.provide.requireServices === true);
  const postgresName = admin === null ? null : await makeTemplate(admin);
  project.provide('testTemplates', { sqliteFile, postgresName });
  return async () => {
    rmSync(folder, { recursive: true });
    if (admin === null) return;
    await dropAll(admin, (pid) => pid === process.pid);
    await admin.end();
  };
}

async function connect(required: boolean): Promise<pg.Client | null> {
  const admin = new pg.Client({ connectionString: postgresUrl('test'), connectionTimeoutMillis: 3000 });
  try {
    await admin.connect();
    return admin;
  } catch (error) {
    const reason = error instanceof Error ? error.message || error.name : String(error);
    if (required) throw new Error(`PostgreSQL on 127.0.0.1:5432 is required and does not answer (${reason}).`);
    process.stderr.write(`PostgreSQL on 127.0.0.1:5432 does not answer (${reason}): its tests are left out.\n`);
    return null;
  }
}

async function makeTemplate(admin: pg.Client): Promise<string> {
  await dropAll(admin, (pid) => !isAlive(pid));
  const name = `${prefix}${process.pid}_template`;
  await admin.query(`CREATE DATABASE ${name}`);
  await migrate({ provider: 'postgres', url: postgresUrl(name) });
  return name;
}

async function dropAll(admin: pg.Client, ofRun: (pid: number) => boolean): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname LIKE $1', [
    `${prefix}%`,
  ]);
  for (const { datname } of rows) {
    const pid = Number(datname.slice(prefix.length).split('_')[0]);
    if (Number.isInteger(pid) && ofRun(pid)) await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`);
  }
}

/** A run that was killed could not clean up after itself. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
