import type { Ctx } from '../access/ctx';
import type { Tx } from '../db/client';
import { newId } from '../ids';

export interface AuditFact {
  /** `noun.verb`, as in `token.create`. */
  action: string;
  workspaceId: string | null;
  targetType: 'user' | 'session' | 'api_key' | 'workspace' | 'member' | 'invite' | 'server' | 'token';
  targetId: string;
  /** What is to know of it, for people to read. Never a secret: names and settings only. */
  details?: AuditValues;
  /** Of an update: what it changed, as it was and as it is. The same keys in both. */
  before?: AuditValues;
  after?: AuditValues;
}

export type AuditValues = Record<string, string | number | boolean | null | string[]>;

/** Records who did what, in the transaction of the deed: both happen or neither. */
export async function appendAudit(
  tx: Tx,
  ctx: Pick<Ctx, 'actor' | 'now' | 'requestId'>,
  fact: AuditFact,
): Promise<void> {
  const { actor, now, requestId } = ctx;
  const { details, before, after, ...rest } = fact;
  const changes = before === undefined && after === undefined ? {} : { before, after };
  const via = actor.kind === 'user' && actor.via === 'api_key' ? { via: 'api_key' } : {};
  await tx.auditEntry.create({
    data: {
      ...rest,
      id: newId(now.getTime()),
      actorKind: actor.kind,
      actorId: actor.kind === 'user' ? actor.id : null,
      details: JSON.stringify({ ...details, ...changes, ...via }),
      requestId,
      at: now,
    },
  });
}
