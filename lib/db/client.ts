import 'server-only';
import { PrismaPg } from '@prisma/adapter-pg';
import type { DatabaseTarget } from '../env';
import type { Prisma, PrismaClient } from './generated/sqlite/client/client';
import { openFailure } from './open-failure';
import { readPostgresUrl } from './postgres-config';
import { SqliteAdapter } from './sqlite-adapter';

/** The SQLite client's type is the type for both databases: it is the smaller subset. */
export type Db = PrismaClient;
/** What a transaction's callback gets: the same models, without what opens, closes and nests. */
export type Tx = Prisma.TransactionClient;

export interface OpenDatabase {
  db: Db;
  provider: DatabaseTarget['provider'];
  close(): Promise<void>;
}

/**
 * Opens the migrated database for the verbs and proves that it answers.
 * @throws Error with one sentence for the operator.
 */
export async function openDatabase(target: DatabaseTarget): Promise<OpenDatabase> {
  try {
    const db = target.provider === 'sqlite' ? await openSqlite(target.file) : await openPostgres(target.url);
    await db.$queryRaw`SELECT 1`;
    return { db, provider: target.provider, close: () => db.$disconnect() };
  } catch (error) {
    throw openFailure(target, error);
  }
}

async function openSqlite(file: string): Promise<Db> {
  const { PrismaClient } = await import('./generated/sqlite/client/client');
  return new PrismaClient({ adapter: new SqliteAdapter(file) });
}

/**
 * The server gives a statement up before the client does. The client's deadline is for a network that swallows what is sent:
 * within it somebody waits before a page, and as long as a transaction may take.
 */
const deadlines = { statement_timeout: 8_000, query_timeout: 10_000 };

async function openPostgres(url: string): Promise<Db> {
  const { PrismaClient } = await import('./generated/postgres/client/client');
  const { schema, config } = readPostgresUrl(url);
  const adapter = new PrismaPg({ ...config, ...deadlines, max: 10 }, { schema });
  return new PrismaClient({ adapter }) as unknown as Db;
}
