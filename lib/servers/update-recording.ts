import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { changed } from '../audit/changed';
import { removeStalePayloads } from '../calls/remove-stale-payloads';
import { inTransaction } from '../db/in-transaction';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import { type Server, UpdateRecordingInput } from './schemas';
import { serverSelect, toServer } from './server-row';

/**
 * Decides whether arguments and results of calls to a server are kept, and which fields are left out of that. It holds for calls that begin from
 * now on. Switched off, nothing of what was recorded is shown any more, and it is removed.
 */
export async function updateRecording(
  ctx: Ctx,
  slug: string,
  rawId: string,
  rawInput: UpdateRecordingInput,
): Promise<Server> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'server.record');
  const { enabled, redact } = UpdateRecordingInput.parse(rawInput);
  const where = { id: withoutNul(rawId), workspaceId: workspace.id };
  const row = await inTransaction(ctx, async (tx) => {
    await tx.workspace.update({ where: { id: workspace.id }, data: { revision: { increment: 1 } } });
    const before = await tx.server.findFirst({ where, select: serverSelect });
    if (before === null) throw notFound();
    const after = {
      recordedSince: enabled === undefined ? before.recordedSince : enabled ? (before.recordedSince ?? ctx.now) : null,
      redactedFields: redact === undefined ? before.redactedFields : JSON.stringify([...new Set(redact)]),
    };
    const change = changed(audited(before), audited(after));
    if (change !== null) {
      const target = { workspaceId: workspace.id, targetType: 'server', targetId: where.id } as const;
      await appendAudit(tx, ctx, { action: 'server.record', ...target, details: { name: before.name }, ...change });
    }
    return tx.server.update({ where: { id: where.id }, data: { ...after, updatedAt: ctx.now }, select: serverSelect });
  });
  if (row.recordedSince === null) ctx.afterAnswer(() => removeStalePayloads(ctx.db));
  return toServer(row);
}

const audited = ({ recordedSince, redactedFields }: { recordedSince: Date | null; redactedFields: string }) => ({
  recorded: recordedSince !== null,
  redacted_fields: (JSON.parse(redactedFields) as string[]).join(', '),
});
