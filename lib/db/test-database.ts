import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { DatabaseTarget } from '../env';
import { type OpenDatabase, openDatabase } from './client';
import { postgresUrl, type TestTemplates } from './test-templates';

export type TestDatabase = OpenDatabase & { target: DatabaseTarget; drop(): Promise<void> };

const templates = inject('testTemplates') as TestTemplates | undefined;
if (templates === undefined) throw new Error('Tests on a database are named *.db.test.ts.');
const { sqliteFile, postgresName } = templates;

/**
 * The databases to run a test file on: `describe.each(testDatabases)('… on $provider', ({ open }) => …)`. Each `open` gives a fresh,
 * migrated database of its own; `drop` closes and removes it, after everything else that the test opened on it was closed.
 * PostgreSQL is absent when it does not answer, unless AEROSTACK_REQUIRE_SERVICES=1 makes that a failure.
 */
export const testDatabases: { provider: DatabaseTarget['provider']; open(): Promise<TestDatabase> }[] = [
  { provider: 'sqlite', open: openSqlite },
  ...(postgresName === null ? [] : [{ provider: 'postgres' as const, open: () => openPostgres(postgresName) }]),
];

async function openSqlite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'aerostack_test_'));
  const target = { provider: 'sqlite' as const, file: join(folder, 'test.db') };
  copyFileSync(sqliteFile, target.file);
  const opened = await openDatabase(target);
  const drop = async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  };
  return { ...opened, target, drop };
}

let count = 0;

async function openPostgres(template: string): Promise<TestDatabase> {
  count += 1;
  const name = template.replace('template', `${process.pid}_${count}`);
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  const target = { provider: 'postgres' as const, url: postgresUrl(name) };
  const opened = await openDatabase(target);
  const drop = async () => {
    await opened.close();
    await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`);
  };
  return { ...opened, target, drop };
}

async function asAdmin(sql: string): Promise<void> {
  const admin = new pg.Client({ connectionString: postgresUrl('test'), connectionTimeoutMillis: 5000 });
  await admin.connect();
  try {
    await admin.query(sql);
  } finally {
    await admin.end();
  }
}
