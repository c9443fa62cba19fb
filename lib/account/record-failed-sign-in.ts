import type { AnonymousCtx } from '../access/ctx';
import { type AuditValues, appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';

type FailedCtx = Pick<AnonymousCtx, 'afterAnswer' | 'db' | 'now' | 'requestId' | 'sender' | 'vault'>;

/** Rows that an hour of guessing leaves: at one account, and at all that do not exist together. ASVS 16.3.1. */
export const failuresPerHour = { known: 20, unknown: 100 };
const hourMs = 3_600_000;

/**
 * Puts a failed sign-in on record, after the answer and bounded, so that it neither tells who exists nor fills the disk. What was typed is
 * kept only where it is the address of an account: it may be a password in the wrong field.
 */
export function recordFailedSignIn(ctx: FailedCtx, account: { id: string; email: string } | null): void {
  ctx.afterAnswer(() =>
    inTransaction(ctx, async (tx) => {
      const target = { workspaceId: null, targetType: 'user', targetId: account?.id ?? 'unknown' } as const;
      const { workspaceId, targetId } = target;
      const since = { gt: new Date(ctx.now.getTime() - hourMs) };
      const action = 'session.refuse';
      const known = await tx.auditEntry.count({ where: { workspaceId, action, targetId, at: since } });
      if (known >= (account === null ? failuresPerHour.unknown : failuresPerHour.known)) return;
      const details: AuditValues = account === null ? {} : { email: account.email };
      const actor = { kind: 'system' } as const;
      await appendAudit(tx, { ...ctx, actor }, { action, ...target, details, result: 'refused' });
    }),
  );
}
