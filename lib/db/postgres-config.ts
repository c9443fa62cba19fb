import type { PoolConfig } from 'pg';

/**
 * Reads a PostgreSQL URL as Prisma does: `?schema=name` puts the tables into that schema. Everything else is left to `pg`.
 * All pools of the product are made from this, so that Prisma and raw SQL always mean the same tables.
 */
export function readPostgresUrl(url: string): { schema: string | undefined; config: PoolConfig } {
  const parsed = new URL(url);
  const schema = parsed.searchParams.get('schema') ?? undefined;
  parsed.searchParams.delete('schema');
  const config: PoolConfig = {
    connectionString: parsed.href,
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    application_name: 'aerostack',
  };
  if (schema !== undefined) config.options = `-c search_path=${JSON.stringify(schema).replaceAll(' ', '\\ ')}`;
  return { schema, config };
}
