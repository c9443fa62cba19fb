import { PrismaPg } from '@prisma/adapter-pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkspaceAccess } from '../access/authorize';
import type { Db } from '../db/client';
import { SqliteAdapter } from '../db/sqlite-adapter';
import { type TestDatabase, testDatabases } from '../db/test-database';
import { findCalls } from './find-calls';
import type { CallFilters } from './schemas';

type Logged = Db & {
  $on(event: 'query', listener: (event: { query: string; params: string }) => void): void;
};

/** The product's client, and what it asks of the database. */
async function openLogged({ target }: TestDatabase): Promise<Logged> {
  const log = [{ emit: 'event', level: 'query' }] as const;
  if (target.provider === 'sqlite') {
    const { PrismaClient } = await import('../db/generated/sqlite/client/client');
    return new PrismaClient({ adapter: new SqliteAdapter(target.file), log: [...log] }) as unknown as Logged;
  }
  const { PrismaClient } = await import('../db/generated/postgres/client/client');
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: target.url }),
    log: [...log],
  }) as unknown as Logged;
}

const access: WorkspaceAccess = {
  workspace: { id: 'w', slug: 'w', name: 'W', revision: 1, usageDetail: 'full' },
  role: 'owner',
  memberId: 'm0',
};

describe.each(testDatabases)('the call log on $provider', ({ open, provider }) => {
  let database: TestDatabase;
  let db: Logged;
  const asked: { query: string; params: string }[] = [];

  beforeAll(async () => {
    database = await open();
    await database.db.$executeRaw`
      WITH RECURSIVE s(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM s WHERE n < 11999)
      INSERT INTO calls (id, workspace_id, token_id, member_id, server_id, tool, outcome, gateway_us, server_us, client, request_id, at)
      SELECT 'c' || (100000 + n), CASE n % 50 WHEN 0 THEN 'other' ELSE 'w' END, 't' || n % 60, 'm' || n % 20, 's' || n % 8, 'x__' || n % 7,
        CASE n % 25 WHEN 0 THEN 'timeout' ELSE 'ok' END, 90, 5000, 'cursor/2.4', 'r' || n, ${new Date(0)} FROM s`;
    // As autovacuum does it; nobody does it to an embedded database.
    if (provider === 'postgres') await database.db.$executeRawUnsafe('ANALYZE calls');
    db = await openLogged(database);
    db.$on('query', (event) => asked.push(event));
  });
  afterAll(async () => {
    await db.$disconnect();
    await database.drop();
  });

  /** How the database goes about what `findCalls` asks for. */
  async function plansOf(filters: CallFilters): Promise<string[]> {
    asked.length = 0;
    await findCalls(db, access, filters, { afterId: undefined, limit: 50 });
    const plans = [];
    for (const { query, params } of [...asked]) {
      const explain = provider === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
      const rows = await database.db.$queryRawUnsafe<object[]>(
        `${explain} ${query}`,
        ...(JSON.parse(params) as unknown[]),
      );
      plans.push(rows.map((row) => Object.values(row).at(-1)).join('\n'));
    }
    return plans;
  }

  it.each([
    ['a member', { member: 'm3' }, 'calls_workspace_id_member_id_id_idx'],
    ['a token', { token: 't3' }, 'calls_workspace_id_token_id_id_idx'],
    ['a server', { server: 's3' }, 'calls_workspace_id_server_id_id_idx'],
    ['a request', { request_id: 'r77' }, 'calls_workspace_id_request_id_id_idx'],
  ])('an index leads to the calls of %s, so that no page of them reads all calls', async (_, filters, index) => {
    const plans = await plansOf(filters);
    expect(plans).toHaveLength(1);
    expect(plans[0]).toContain(index);
  });

  it.each([{}, { outcome: 'failed' as const }, { tool: 'x__3' }, { client: 'cursor/2.4' }])(
    'an index gives the calls for %j in their order, so that a page of them ends where it is full',
    async (filters) => {
      const plans = await plansOf(filters);
      expect(plans.length).toBeGreaterThan(0);
      for (const plan of plans) expect(plan).toMatch(/calls_workspace_id_id_idx|Index Scan Backward using calls_pkey/);
    },
  );
});
