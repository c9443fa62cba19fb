import type { Ctx } from '../access/ctx';
import type { Tx } from '../db/client';
import { beforeCommit } from '../db/in-transaction';
import type { AuditAction } from './actions';
import { type Entry, writeEntries } from './write-entries';

export interface AuditFact {
  action: AuditAction;
  workspaceId: string | null;
  targetType:
    | 'user'
    | 'identity'
    | 'session'
    | 'api_key'
    | 'device_login'
    | 'workspace'
    | 'member'
    | 'invite'
    | 'server'
    | 'token';
  targetId: string;
  /** What is to know of it, for people to read. Never a secret: names and settings only. */
  details?: AuditValues;
  /** Of an update: what it changed, as it was and as it is. The same keys in both; `changed` makes them. */
  before?: AuditValues;
  after?: AuditValues;
  /** `refused` for what somebody tried and was not allowed. */
  result?: 'done' | 'refused';
}

export type AuditValues = Record<string, string | number | boolean | null | string[]>;

/** What it takes to say who did something. */
export type AuditCtx = Pick<Ctx, 'actor' | 'now' | 'requestId' | 'sender' | 'vault'>;

const pending = new WeakMap<Tx, Entry[]>();

/**
 * Records who did what, in the transaction of the deed: both happen or neither. The row is written last, when the transaction holds
 * everything else, because all changes of a workspace meet at the end of its chain.
 */
export async function appendAudit(tx: Tx, ctx: AuditCtx, fact: AuditFact): Promise<void> {
  const { actor, now, requestId, sender } = ctx;
  const { details, before, after, result = 'done', ...rest } = fact;
  const via = actor.kind === 'user' && actor.via === 'api_key' ? { via: 'api_key' } : {};
  const entry: Entry = {
    ...rest,
    actorKind: actor.kind,
    actorId: actor.kind === 'user' ? actor.id : null,
    details: JSON.stringify({ ...details, ...via }),
    before: before === undefined ? null : JSON.stringify(before),
    after: after === undefined ? null : JSON.stringify(after),
    result,
    address: sender.address,
    userAgent: sender.userAgent?.slice(0, 300) ?? null,
    requestId,
    at: now,
  };
  const entries = pending.get(tx);
  if (entries !== undefined) {
    entries.push(entry);
    return;
  }
  const first = [entry];
  pending.set(tx, first);
  beforeCommit(tx, () => writeEntries(tx, first, ctx.vault));
}
