import pino from 'pino';
import type { TestDatabase } from '../db/test-database';
import type { CallRecord } from '../gateway/deps';
import { openPostgresSink } from './postgres-sink';
import { openSqliteSink } from './sqlite-sink';
import type { UsageSink } from './usage-queue';
import { bundleWorkerScript } from './worker-script';

const log = pino({ level: 'silent' });

/** As `openUsageSink` does it, but never with a thread that an older build left in dist/. */
export const openTestSink = ({ target }: TestDatabase): UsageSink =>
  target.provider === 'sqlite' ? openSqliteSink(target.file, bundleWorkerScript) : openPostgresSink(target.url, log);

export const testCall: CallRecord = {
  workspaceId: 'w',
  tokenId: 't',
  memberId: null,
  serverId: 's',
  tool: 'search__find',
  outcome: 'ok',
  gatewayUs: 80.4,
  serverUs: 12_345,
  client: 'claude-code',
  requestId: 'r1',
  atMs: Date.parse('2026-11-20T10:00:00.123Z'),
  payload: null,
};
