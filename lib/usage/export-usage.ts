import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import type { ExportFormat } from '../transport/endpoint';
import type { ExportTable } from '../transport/export-rows';
import { readUsage } from './get-usage';
import { outcomeClasses } from './outcome-class';
import { UsageFilters, type UsageGroup } from './schemas';

const columns = [
  'id',
  'name',
  'server_id',
  'calls',
  ...outcomeClasses,
  'success_rate',
  'server_p50_ms',
  'server_p95_ms',
  'gateway_p50_ms',
  'gateway_p95_ms',
  'last_used_at',
  'last_client',
] as const;

/** The same groups as the page shows, all of them, as a file. What may not be read is refused first; that somebody took the rest is on record. */
export async function exportUsage(
  ctx: Ctx,
  slug: string,
  query: UsageFilters,
  format: ExportFormat,
): Promise<ExportTable<(typeof columns)[number]>> {
  const access = await authorizeWorkspace(ctx, slug, 'usage.read');
  const { workspace } = access;
  const filters = UsageFilters.parse(query);
  const { groups, group_by } = await readUsage(ctx, access, filters, Number.POSITIVE_INFINITY);
  await inTransaction(ctx, (tx) =>
    appendAudit(tx, ctx, {
      action: 'usage.export',
      workspaceId: workspace.id,
      targetType: 'workspace',
      targetId: workspace.id,
      details: { name: workspace.name, format, ...filters },
    }),
  );
  return {
    filename: `${workspace.slug}-usage-by-${group_by}-${ctx.now.toISOString().slice(0, 10)}`,
    columns,
    rows: read(groups),
  };
}

/** Sums are few beside the calls they are of: they are in memory at once. */
async function* read(groups: UsageGroup[]) {
  for (const { outcomes, server_ms: server, gateway_ms: gateway, ...group } of groups) {
    yield {
      ...group,
      ...outcomes,
      server_p50_ms: server?.p50 ?? null,
      server_p95_ms: server?.p95 ?? null,
      gateway_p50_ms: gateway?.p50 ?? null,
      gateway_p95_ms: gateway?.p95 ?? null,
    };
  }
}
