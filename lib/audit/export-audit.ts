import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { inTransaction } from '../db/in-transaction';
import type { ExportFormat } from '../transport/endpoint';
import type { ExportTable } from '../transport/export-rows';
import { appendAudit } from './append-audit';
import { findEntries } from './find-entries';
import { AuditFilter, type AuditRecord } from './schemas';

const columns = [
  'position',
  'at',
  'actor_name',
  'actor_email',
  'actor_id',
  'action',
  'target_type',
  'target_id',
  'result',
  'details',
  'before',
  'after',
  'address',
  'user_agent',
  'request_id',
  'id',
] as const;

const pageRows = 1000;

/** The same entries as the list, as a file. That somebody took them is an entry of its own, and the first row of the file. */
export async function exportAudit(
  ctx: Ctx,
  slug: string,
  query: AuditFilter,
  format: ExportFormat,
): Promise<ExportTable<(typeof columns)[number]>> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'audit.read');
  const filter = AuditFilter.parse(query);
  const target = { workspaceId: workspace.id, targetType: 'workspace', targetId: workspace.id } as const;
  const details = { name: workspace.name, format, ...filter };
  await inTransaction(ctx, (tx) => appendAudit(tx, ctx, { action: 'audit.export', ...target, details }));
  const filename = `${workspace.slug}-audit-${ctx.now.toISOString().slice(0, 10)}`;
  return { filename, columns, rows: read(ctx, slug, filter) };
}

/** Asks again before each part who reads: whoever was removed meanwhile gets no further row, and a file that is broken off. */
async function* read(ctx: Ctx, slug: string, filter: AuditFilter) {
  let before: number | undefined;
  do {
    const { workspace } = await authorizeWorkspace(ctx, slug, 'audit.read');
    const part = await findEntries(ctx.db, workspace.id, filter, { before, limit: pageRows });
    for (const entry of part.entries) yield toRow(entry);
    before = part.next ?? undefined;
  } while (before !== undefined);
}

const toRow = ({ actor, target, ...entry }: AuditRecord) => ({
  ...entry,
  actor_name: actor.name,
  actor_email: actor.email,
  actor_id: actor.id,
  target_type: target.type,
  target_id: target.id,
});
