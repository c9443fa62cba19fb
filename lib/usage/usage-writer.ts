import type { DatabaseTarget } from '../env';
import type { CallRecord, RefusalRecord } from '../gateway/deps';
import type { Log } from '../log';
import { openPostgresSink } from './postgres-sink';
import { openSqliteSink } from './sqlite-sink';
import { UsageQueue, type UsageSink } from './usage-queue';

/** Records what passed through the gateway without holding it up. What was recorded is visible in the database within a second. */
export interface UsageWriter {
  recordCall(call: CallRecord): void;
  /** Counts requests that were refused. A flood of them is a number and no rows. */
  recordRefusal(refusal: RefusalRecord): void;
  /** Notes a token's use. `client` null means that this request did not tell; the one that is known stays. */
  touchToken(tokenId: string, atMs: number, client: string | null): void;
  /** Resolves when everything recorded until now is committed. */
  flush(): Promise<void>;
  /** Flushes, waiting 10 seconds at most, and ends. */
  close(): Promise<void>;
  /** Calls that could not be recorded: the queue was full, or the database refused them to the end. */
  readonly dropped: number;
}

/** Opens connections of its own to the migrated database, at the first write. */
export function openUsageWriter(target: DatabaseTarget, log: Log): UsageWriter {
  return new UsageQueue(openUsageSink(target, log), log);
}

export const openUsageSink = (target: DatabaseTarget, log: Log): UsageSink =>
  target.provider === 'sqlite' ? openSqliteSink(target.file) : openPostgresSink(target.url, log);
