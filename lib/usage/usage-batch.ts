import type { CallRecord, RefusalRecord } from '../gateway/deps';
import { newId } from '../ids';
import { type Rollup, Rollups } from './rollup';

/** A row of `calls`, in the order of `callColumns`; the last value is Unix milliseconds. */
export type CallRow = [
  id: string,
  workspaceId: string,
  tokenId: string,
  memberId: string | null,
  serverId: string | null,
  tool: string,
  outcome: string,
  gatewayUs: number,
  serverUs: number,
  client: string | null,
  requestId: string,
  atMs: number,
];

export const callColumns =
  'id, workspace_id, token_id, member_id, server_id, tool, outcome, gateway_us, server_us, client, request_id, at';

export type TouchRow = [tokenId: string, atMs: number, client: string | null];

/** What is recorded of a call, sealed. */
export type PayloadRow = [callId: string, serverId: string, sealed: string];

/** Requests of one token that were refused in one hour, and when the last of them was. */
export type RefusalRow = [
  workspaceId: string,
  tokenId: string,
  memberId: string | null,
  outcomeClass: RefusalRecord['outcome'],
  count: number,
  atMs: number,
];

/** What is written in one transaction. Writing it twice is the same as writing it once: the second time its mark is there. */
export interface UsageBatch {
  mark: { id: string; batch: number; position: string };
  /** Rows to insert, and to count by the hour. */
  calls: CallRow[];
  /** Of some of these calls; written where the server is still there, and still recorded. */
  payloads: PayloadRow[];
  /** Rows that are there already, and only have to be counted. */
  uncounted: CallRow[];
  refusals: RefusalRow[];
  touches: TouchRow[];
}

/** The hours that a batch adds to, in the order of their keys. */
export function hoursOf({ calls, uncounted, refusals }: UsageBatch): Rollup[] {
  const rollups = new Rollups();
  for (const call of calls) rollups.addCall(call);
  for (const call of uncounted) rollups.addCall(call);
  for (const refusal of refusals) rollups.addRefusals(refusal);
  return rollups.sorted();
}

/** The row has its id before it is first written, so that a write of unknown outcome can be repeated. */
export function toCallRow(call: CallRecord): CallRow {
  return [
    newId(call.atMs),
    call.workspaceId,
    call.tokenId,
    call.memberId,
    call.serverId,
    storable(call.tool),
    call.outcome,
    toInt(call.gatewayUs),
    toInt(call.serverUs),
    call.client === null ? null : storable(call.client),
    call.requestId,
    call.atMs,
  ];
}

/** PostgreSQL refuses NUL in text, and one such name would take a whole batch with it. */
export const storable = (text: string) => (text.includes('\0') ? text.replaceAll('\0', '\ufffd') : text);

const toInt = (value: number) => Math.max(0, Math.min(2_147_483_647, Math.round(value)));
