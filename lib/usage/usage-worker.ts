import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteConnection } from '../db/sqlite-connection';
import { toSqliteDate } from '../db/sqlite-date';
import { callColumns, type UsageBatch } from './usage-batch';

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
const touchToken = connection.prepare<[unknown[]]>(`
  UPDATE tokens SET last_used_at = ?, last_used_client = coalesce(?, last_used_client)
  WHERE id = ? AND (last_used_at IS NULL OR last_used_at <= ?)`);

parentPort?.on('message', (batch: UsageBatch) => {
  try {
    write(batch);
    parentPort?.postMessage(null);
  } catch (error) {
    parentPort?.postMessage(error instanceof Error ? error.message : String(error));
  }
});

function write({ calls, touches }: UsageBatch): void {
  connection.exec('BEGIN IMMEDIATE');
  try {
    for (const [...values] of calls) {
      const atMs = values.pop() as number;
      insertCall.run([...values, toSqliteDate(atMs)]);
    }
    for (const [tokenId, atMs, client] of touches) {
      const at = toSqliteDate(atMs);
      touchToken.run([at, client, tokenId, at]);
    }
    connection.exec('COMMIT');
  } finally {
    if (connection.inTransaction) connection.exec('ROLLBACK');
  }
}
