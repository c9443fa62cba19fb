import pg from 'pg';
import { readPostgresUrl } from '../db/postgres-config';
import type { Log } from '../log';
import { hourColumns, keyColumns, lastClientOf, sumsOf, toHourRow } from './rollup-row';
import { callColumns, hoursOf, type UsageBatch } from './usage-batch';
import type { UsageSink } from './usage-queue';

/** Two histograms as one: both are JSON, `{"<bucket>":<count>}`. */
const addTimes = (column: string) => `CASE
  WHEN excluded.${column} = '{}' THEN hours.${column}
  WHEN hours.${column} = '{}' THEN excluded.${column}
  ELSE (SELECT '{' || string_agg('"' || bucket || '":' || count, ',') || '}' FROM (
    SELECT key AS bucket, sum(value::int) AS count
    FROM (SELECT * FROM json_each_text(hours.${column}::json) UNION ALL SELECT * FROM json_each_text(excluded.${column}::json)) AS parts
    GROUP BY key) AS sums) END`;

const hourTypes = hourColumns.map((column) => {
  if (column === 'at' || column === 'last_at') return 'timestamp[]';
  return [...keyColumns, 'server_times', 'gateway_times', 'last_client'].includes(column) ? 'text[]' : 'int[]';
});
const firstOfHours = 23;
const hourValues = hourTypes.map((type, i) => `$${firstOfHours + i}::${type}`);

/**
 * One statement, so one transaction and one round trip. A batch whose mark is there writes nothing more. The hours come in the order of their
 * keys, so that two instances never wait for each other in a circle. The dates are UTC texts; the columns hold UTC without a zone.
 */
const sql = `
  WITH marked AS (
    INSERT INTO usage_marks AS marks (id, batch, position, at) VALUES ($16, $17, $18, $19)
    ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, position = excluded.position, at = excluded.at
    WHERE marks.batch < excluded.batch RETURNING 1
  ), written AS (
    INSERT INTO calls (${callColumns})
    SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
      $8::int[], $9::int[], $10::text[], $11::text[], $12::timestamp[])
    WHERE EXISTS (SELECT FROM marked)
    ON CONFLICT DO NOTHING
  ), recorded AS (
    INSERT INTO call_payloads (call_id, server_id, sealed)
    SELECT given.* FROM unnest($20::text[], $21::text[], $22::text[]) AS given (call_id, server_id, sealed)
    JOIN servers ON servers.id = given.server_id AND servers.recorded_since IS NOT NULL
    WHERE EXISTS (SELECT FROM marked)
    ON CONFLICT DO NOTHING
  ), counted AS (
    INSERT INTO usage_hours AS hours (${hourColumns})
    SELECT * FROM unnest(${hourValues}) WHERE EXISTS (SELECT FROM marked)
    ON CONFLICT (${keyColumns}) DO UPDATE SET ${sumsOf('hours')},
      server_times = ${addTimes('server_times')}, gateway_times = ${addTimes('gateway_times')},
      last_client = ${lastClientOf('hours')}, last_at = greatest(hours.last_at, excluded.last_at)
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
      await pool.query({ name: 'write-usage', text: sql, values: toParameters(batch) });
    },
    close: () => pool.end(),
  };
}

function toParameters(batch: UsageBatch): unknown[] {
  const { mark, calls, touches } = batch;
  const callValues: unknown[][] = Array.from({ length: 12 }, (_, column) => calls.map((row) => row[column]));
  callValues[11] = calls.map((row) => toUtc(row[11]));
  const hours = hoursOf(batch).map((hour) => toHourRow(hour, toUtc));
  return [
    ...callValues,
    touches.map(([tokenId]) => tokenId),
    touches.map(([, atMs]) => toUtc(atMs)),
    touches.map(([, , client]) => client),
    mark.id,
    mark.batch,
    mark.position,
    toUtc(Date.now()),
    ...[0, 1, 2].map((column) => batch.payloads.map((row) => row[column])),
    ...hourColumns.map((_, column) => hours.map((row) => row[column])),
  ];
}

const toUtc = (atMs: number) => new Date(atMs).toISOString().slice(0, -1);
