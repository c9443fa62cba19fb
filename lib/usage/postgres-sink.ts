import pg from 'pg';
import { readPostgresUrl } from '../db/postgres-config';
import type { Log } from '../log';
import { callColumns, type UsageBatch } from './usage-batch';
import type { UsageSink } from './usage-queue';

/** One statement, so one transaction and one round trip. The dates are UTC texts; the columns hold UTC without a zone. */
const sql = `
  WITH written AS (
    INSERT INTO calls (${callColumns})
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::int[], $9::int[], $10::text[], $11::text[], $12::timestamp[])
    ON CONFLICT DO NOTHING
  )
  UPDATE tokens t SET last_used_at = used.at, last_used_client = coalesce(used.client, t.last_used_client)
  FROM unnest($13::text[], $14::timestamp[], $15::text[]) AS used (id, at, client)
  WHERE t.id = used.id AND (t.last_used_at IS NULL OR t.last_used_at <= used.at)`;

export function openPostgresSink(url: string, log: Log): UsageSink {
  const { config } = readPostgresUrl(url);
  const pool = new pg.Pool({ ...config, max: 1, statement_timeout: 10_000, query_timeout: 12_000 });
  pool.on('error', (err) => log.debug({ err }, 'an idle usage connection was lost'));
  return {
    async write(batch) {
      await pool.query({ name: 'write-usage', text: sql, values: toColumns(batch) });
    },
    close: () => pool.end(),
  };
}

function toColumns({ calls, touches }: UsageBatch): unknown[][] {
  const callValues = Array.from({ length: 12 }, (_, column) => calls.map((row) => row[column]));
  callValues[11] = calls.map((row) => toUtc(row[11]));
  return [
    ...callValues,
    touches.map(([tokenId]) => tokenId),
    touches.map(([, atMs]) => toUtc(atMs)),
    touches.map(([, , client]) => client),
  ];
}

const toUtc = (atMs: number) => new Date(atMs).toISOString().slice(0, -1);
