import { authorizeWorkspace, type WorkspaceAccess } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import type { ExportFormat } from '../transport/endpoint';
import type { ExportTable } from '../transport/export-rows';
import { toCalls } from './call-row';
import { findCalls } from './find-calls';
import { type Call, CallFilters } from './schemas';

const columns = [
  'at',
  'member_name',
  'member_email',
  'token_name',
  'server',
  'tool',
  'outcome',
  'client',
  'server_ms',
  'gateway_ms',
  'request_id',
  'id',
  'member_id',
  'token_id',
] as const;

const pageRows = 1000;

/** The same calls as the list, as a file. That somebody took them is on record before the first one leaves. */
export async function exportCalls(
  ctx: Ctx,
  slug: string,
  query: CallFilters,
  format: ExportFormat,
): Promise<ExportTable<(typeof columns)[number]>> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'usage.read');
  const filters = CallFilters.parse(query);
  await inTransaction(ctx, (tx) =>
    appendAudit(tx, ctx, {
      action: 'calls.export',
      workspaceId: workspace.id,
      targetType: 'workspace',
      targetId: workspace.id,
      details: { format, ...filters },
    }),
  );
  return {
    filename: `${workspace.slug}-calls-${ctx.now.toISOString().slice(0, 10)}`,
    columns,
    rows: read(ctx, slug, filters),
  };
}

/** Asks again before each page who reads: whoever was removed meanwhile gets no further row, and a file that is broken off. */
async function* read(ctx: Ctx, slug: string, filters: CallFilters) {
  let afterId: string | undefined;
  do {
    const access: WorkspaceAccess = await authorizeWorkspace(ctx, slug, 'usage.read');
    const { rows, nextId } = await findCalls(ctx.db, access, filters, { afterId, limit: pageRows });
    for (const call of await toCalls(ctx.db, rows)) yield toRow(call);
    afterId = nextId ?? undefined;
  } while (afterId !== undefined);
}

const toRow = ({ member, token, server, ...call }: Call) => ({
  ...call,
  member_name: member?.name ?? null,
  member_email: member?.email ?? null,
  member_id: member?.id ?? null,
  token_name: token?.name ?? null,
  token_id: token?.id ?? null,
  server: server?.slug ?? null,
});
