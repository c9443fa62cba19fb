import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteConnection } from '../db/sqlite-connection';
import { toSqliteDate } from '../db/sqlite-date';
import { addHistogram, readHistogram } from './histogram';
import type { Rollup } from './rollup';
import { hourColumns, keyColumns, lastClientOf, sumsOf, toHourRow } from './rollup-row';
import { callColumns, hoursOf, type UsageBatch } from './usage-batch';

/**
 * The thread that writes usage into SQLite: commits wait for the disk, and the gateway's thread must not.
 * Each message is a batch; the answer is null, or what went wrong.
 */
const { file } = workerData as { file: string };
const connection = openSqliteConnection(file, { access: 'write', busyMs: 5000 });
// Among a million tokens the rows of one batch lie far apart: with the default of 2 MB each batch read its pages from the file again.
connection.pragma('cache_size = -16384');
connection.pragma('wal_autocheckpoint = 4000');
const insertCall = connection.prepare<[unknown[]]>(
  `INSERT INTO calls (${callColumns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
);
/** A server that was removed, or is not recorded any more, gets nothing. */
const insertPayload = connection.prepare<[unknown[]]>(`
  INSERT INTO call_payloads (call_id, server_id, sealed)
  SELECT ?1, ?2, ?3 WHERE EXISTS (SELECT 1 FROM servers WHERE id = ?2 AND recorded_since IS NOT NULL)
  ON CONFLICT DO NOTHING`);
const touchToken = connection.prepare<[unknown[]]>(`
  UPDATE tokens SET last_used_at = ?, last_used_client = coalesce(?, last_used_client)
  WHERE id = ? AND (last_used_at IS NULL OR last_used_at <= ?)`);

/** Returns a row only where this batch was not written yet. */
const mark = connection.prepare<[unknown[]]>(`
  INSERT INTO usage_marks (id, batch, position, at) VALUES (?, ?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET batch = excluded.batch, position = excluded.position, at = excluded.at
  WHERE usage_marks.batch < excluded.batch RETURNING batch`);
const whereKey = keyColumns.map((column) => `${column} = ?`).join(' AND ');
const readTimes = connection.prepare<[unknown[]]>(
  `SELECT server_times, gateway_times FROM usage_hours WHERE ${whereKey}`,
);
const addHour = connection.prepare<[unknown[]]>(`
  INSERT INTO usage_hours (${hourColumns}) VALUES (${hourColumns.map(() => '?')})
  ON CONFLICT (${keyColumns}) DO UPDATE SET ${sumsOf('usage_hours')},
    server_times = excluded.server_times, gateway_times = excluded.gateway_times, 
    last_client = ${lastClientOf('usage_hours')}, last_at = max(usage_hours.last_at, excluded.last_at)`);

parentPort?.on('message', (batch: UsageBatch) => {
  try {
    write(batch);
    parentPort?.postMessage(null);
  } catch (error) {
    parentPort?.postMessage(error instanceof Error ? error.message : String(error));
  }
});

function write(batch: UsageBatch): void {
  const { id, batch: number, position } = batch.mark;
  connection.exec('BEGIN IMMEDIATE');
  try {
    if (mark.get([id, number, position, toSqliteDate(Date.now())]) !== undefined) {
      for (const [...values] of batch.calls) {
        const atMs = values.pop() as number;
        insertCall.run([...values, toSqliteDate(atMs)]);
      }
      for (const payload of batch.payloads) insertPayload.run(payload);
      for (const hour of hoursOf(batch)) addToHour(hour);
    }
    for (const [tokenId, atMs, client] of batch.touches) {
      const at = toSqliteDate(atMs);
      touchToken.run([at, client, tokenId, at]);
    }
    connection.exec('COMMIT');
  } finally {
    if (connection.inTransaction) connection.exec('ROLLBACK');
  }
}

/** Nobody else writes meanwhile: what was read is still so when it is written. */
function addToHour(hour: Rollup): void {
  const row = toHourRow(hour, toSqliteDate);
  const times = readTimes.get(row.slice(0, keyColumns.length)) as TimesRow | undefined;
  if (times !== undefined) {
    addHistogram(hour.serverTimes, readHistogram(times.server_times));
    addHistogram(hour.gatewayTimes, readHistogram(times.gateway_times));
  }
  addHour.run(times === undefined ? row : toHourRow(hour, toSqliteDate));
}

interface TimesRow {
  server_times: string;
  gateway_times: string;
}
