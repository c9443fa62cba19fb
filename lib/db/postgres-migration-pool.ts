import pg from 'pg';
import { readPostgresUrl } from './postgres-config';

const charType = 18;
const textType = 25;

/** A pool of exactly one connection, so that its advisory lock covers all that goes through it. */
export function openPostgresMigrationPool(url: string): { pool: pg.Pool; schema: string | undefined } {
  const { schema, config } = readPostgresUrl(url);
  const pool = new pg.Pool({ ...config, max: 1, idleTimeoutMillis: 0 });
  const query = pool.query.bind(pool) as (...parameters: unknown[]) => Promise<pg.QueryResult>;
  // Prisma's adapter refuses the catalogue's one-letter type "char", which its own engine asks for when it describes a schema.
  const queryAsText = async (...parameters: unknown[]) => {
    const result = await query(...parameters);
    for (const field of result.fields ?? []) if (field.dataTypeID === charType) field.dataTypeID = textType;
    return result;
  };
  pool.query = queryAsText as typeof pool.query;
  return { pool, schema };
}
