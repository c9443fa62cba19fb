import { hidesField } from '../calls/hidden-fields';
import type { Db } from '../db/client';
import type { CatalogueEntry, CatalogueServer, WorkspaceCatalogue } from '../gateway/deps';
import type { Vault } from '../secrets/vault';
import type { ServerTarget } from './connections';
import type { EntryKind } from './list-kinds';
import type { ServerStatus } from './schemas';
import { serverTarget, type TargetRow, targetSelect } from './server-target';

const columns = {
  ...targetSelect,
  prefix: true,
  status: true,
  statusSince: true,
  refreshedAt: true,
  capabilities: true,
  instructions: true,
  recordedSince: true,
  redactedFields: true,
  entries: { select: { kind: true, name: true, definition: true }, orderBy: { position: 'asc' } },
} as const;

/**
 * Everything that the gateway serves for a workspace. The revision is read first: what changes while the rest is read belongs to
 * a later one, and is read again with it. Credentials are opened when a call needs them.
 */
export async function loadCatalogue(db: Db, vault: Vault, workspaceId: string): Promise<WorkspaceCatalogue> {
  const workspace = await db.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: {
      revision: true,
      servers: { where: { enabled: true }, orderBy: [{ position: 'asc' }, { id: 'asc' }], select: columns },
    },
  });
  return { revision: workspace.revision, servers: workspace.servers.map((row) => toCatalogueServer(row, vault)) };
}

interface Row extends TargetRow {
  prefix: string;
  status: string;
  statusSince: Date | null;
  refreshedAt: Date | null;
  capabilities: string;
  instructions: string | null;
  recordedSince: Date | null;
  redactedFields: string;
  entries: ({ kind: string } & CatalogueEntry)[];
}

function toCatalogueServer(row: Row, vault: Vault): CatalogueServer {
  let target: ServerTarget | null = null;
  const entries = (kind: EntryKind) =>
    row.entries.filter((entry) => entry.kind === kind).map(({ name, definition }) => ({ name, definition }));
  return {
    target() {
      target ??= serverTarget(row, vault);
      return target;
    },
    id: row.id,
    slug: row.slug,
    name: row.name,
    prefix: row.prefix,
    timeoutMs: row.timeoutMs,
    totalTimeoutMs: row.totalTimeoutMs,
    status: row.status as ServerStatus,
    statusSinceMs: row.statusSince?.getTime() ?? null,
    refreshedAtMs: row.refreshedAt?.getTime() ?? null,
    capabilities: JSON.parse(row.capabilities) as Record<string, unknown>,
    instructions: row.instructions,
    hidesField: row.recordedSince === null ? null : hidesField(JSON.parse(row.redactedFields) as string[]),
    tools: entries('tool'),
    prompts: entries('prompt'),
    resources: entries('resource'),
    resourceTemplates: entries('resource_template'),
  };
}
