import pg from 'pg';
import { readPostgresUrl } from './postgres-config';

const charType = 18;
const textType = 25;

/**
 * A pool whose queries all go through one connection, so that the advisory lock taken through it covers all the others. The connection is
 * checked out for good: a pool closes a returned connection after a failed query, and the lock would go with it unnoticed.
 */
export async function openPostgresMigrationPool(url: string): Promise<{ pool: pg.Pool; schema: string | undefined }> {
  const { schema, config } = readPostgresUrl(url);
  const pool = new pg.Pool({ ...config, max: 1 });
  const client = await pool.connect();
  // The query under way fails by itself; without a listener the error would end the process.
  client.on('error', () => undefined);
  const query = client.query.bind(client) as (...parameters: unknown[]) => Promise<pg.QueryResult>;
  // Prisma's adapter refuses the catalogue's one-letter type "char", which its own engine asks for when it describes a schema.
  const queryAsText = async (...parameters: unknown[]) => {
    const result = await query(...parameters);
    for (const field of result.fields ?? []) if (field.dataTypeID === charType) field.dataTypeID = textType;
    return result;
  };
  pool.query = queryAsText as typeof pool.query;
  const end = pool.end.bind(pool) as () => Promise<void>;
  pool.end = (async () => {
    client.release(true);
    await end();
  }) as typeof pool.end;
  return { pool, schema };
}
