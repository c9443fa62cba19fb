import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { type AuditValues, appendAudit } from '../audit/append-audit';
import { changed } from '../audit/changed';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import { checkServerUrl } from './address-guard';
import { refuseDemoAuth } from './create-server';
import { refuseNameConflict } from './name-conflict';
import { readNamedServers } from './read-named-servers';
import { refreshCatalogue } from './refresh-catalogue';
import { type Server, UpdateServerInput } from './schemas';
import { serverSelect, toServer } from './server-row';
import { sealAuth } from './server-target';
import { auditedUrl, isSameOrigin } from './server-url';

const storedSelect = {
  id: true,
  name: true,
  url: true,
  enabled: true,
  prefix: true,
  timeoutMs: true,
  connectTimeoutMs: true,
  totalTimeoutMs: true,
  concurrencyMax: true,
  status: true,
  authType: true,
} as const;

interface Stored {
  id: string;
  name: string;
  url: string;
  enabled: boolean;
  prefix: string;
  timeoutMs: number;
  connectTimeoutMs: number;
  totalTimeoutMs: number;
  concurrencyMax: number;
  status: string;
  authType: string;
}

/**
 * Changes a server. What is not sent stays; a change of address or credentials, and enabling, connects at once (10 s at most).
 * @throws AppError `invalid_input` for a refused address, and at `auth` when the address moves to another origin while stored
 * credentials would stay: they were given for the old one. `conflict` for a prefix that is taken.
 */
export async function updateServer(
  ctx: Ctx,
  slug: string,
  rawId: string,
  rawInput: UpdateServerInput,
): Promise<Server> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'server.write');
  const input = UpdateServerInput.parse(rawInput);
  const where = { id: withoutNul(rawId), workspaceId: workspace.id };
  if ((await ctx.db.server.count({ where })) === 0) throw notFound();
  const url = input.url === undefined ? undefined : await checkServerUrl(ctx.connections.guard, input.url);

  const isReached = await inTransaction(ctx, async (tx) => {
    await tx.workspace.update({ where: { id: workspace.id }, data: { revision: { increment: 1 } } });
    const before = await tx.server.findFirst({ where, select: storedSelect });
    if (before === null) throw notFound();
    const after = afterChange(before, { ...input, url });
    await refuseTakenNames(tx, workspace.id, before, after);
    const isMoved = after.url !== before.url || input.auth !== undefined;
    await tx.server.updateMany({
      where,
      data: {
        ...after,
        ...(input.auth === undefined ? {} : sealAuth(input.auth, before.id, ctx.vault)),
        ...(isMoved ? forgotten(before, ctx.now) : {}),
        updatedAt: ctx.now,
      },
    });
    await audit(tx, ctx, workspace.id, before, after, input.auth?.type);
    return isMoved || needsAsking(before, after);
  });

  if (isReached) await refreshCatalogue(ctx, where.id, { reopen: true });
  for (const tell of ctx.connections.changes) tell();
  const row = await ctx.db.server.findFirst({ where, select: serverSelect });
  if (row === null) throw notFound();
  return toServer(row);
}

type Settings = Omit<Stored, 'id' | 'authType' | 'status'>;

/** What was known of the server at the old address, or with the old credentials. */
const forgotten = ({ status }: Stored, now: Date) => ({
  status: 'unknown',
  ...(status === 'unknown' ? {} : { statusSince: now }),
  lastError: null,
  protocolVersion: null,
  serverInfo: null,
});

/** Whether the server could answer otherwise than when it was last asked, or what was said about its names is settled. */
const needsAsking = (before: Stored, after: Settings): boolean =>
  (after.enabled && !before.enabled) ||
  after.timeoutMs !== before.timeoutMs ||
  after.connectTimeoutMs !== before.connectTimeoutMs ||
  (after.prefix !== before.prefix && before.status === 'degraded');

function afterChange(before: Stored, input: UpdateServerInput): Settings {
  const url = input.url ?? before.url;
  if (input.auth === undefined && before.authType !== 'none' && !isSameOrigin(before.url, url)) {
    const message = 'Enter the credentials again: the address changed, and the stored ones are for the old one.';
    throw new AppError('invalid_input', message, { errors: [{ path: 'auth', message }] });
  }
  if (input.auth !== undefined) refuseDemoAuth(url, input.auth);
  return {
    url,
    name: input.name ?? before.name,
    enabled: input.enabled ?? before.enabled,
    prefix: input.prefix ?? before.prefix,
    timeoutMs: input.timeout_ms ?? before.timeoutMs,
    connectTimeoutMs: input.connect_timeout_ms ?? before.connectTimeoutMs,
    totalTimeoutMs: input.total_timeout_ms ?? before.totalTimeoutMs,
    concurrencyMax: input.concurrency_max ?? before.concurrencyMax,
  };
}

/** Asked only when this change could bring a conflict about: what has grown in use is not held against a new name or timeout. */
async function refuseTakenNames(tx: Tx, workspaceId: string, before: Stored, after: Settings): Promise<void> {
  const isNewcomer = after.enabled && (!before.enabled || after.prefix !== before.prefix);
  if (!isNewcomer) return;
  const enabled = await readNamedServers(tx, workspaceId, before.id);
  const own = enabled.find((server) => server.id === before.id);
  const rivals = enabled.filter((server) => server.id !== before.id);
  if (own !== undefined) refuseNameConflict({ ...own, prefix: after.prefix }, rivals);
}

/** Turning on or off is a deed of its own; everything else is one `server.update`. Of credentials it says their kind. */
async function audit(
  tx: Tx,
  ctx: Ctx,
  workspaceId: string,
  before: Stored,
  after: Settings,
  auth: string | undefined,
): Promise<void> {
  const target = { workspaceId, targetType: 'server', targetId: before.id } as const;
  const details = { name: after.name };
  if (after.enabled !== before.enabled) {
    const action = after.enabled ? 'server.enable' : 'server.disable';
    await appendAudit(tx, ctx, { action, ...target, details });
  }
  const change = changed(audited(before, before.authType), audited(after, auth ?? before.authType));
  // New credentials of the same kind are a change that no value shows.
  if (change === null && auth === undefined) return;
  const renewed: AuditValues = auth === undefined ? {} : { credentials: 'renewed' };
  await appendAudit(tx, ctx, { action: 'server.update', ...target, details: { ...details, ...renewed }, ...change });
}

const audited = (server: Settings, auth: string) => ({
  name: server.name,
  url: auditedUrl(server.url),
  prefix: server.prefix,
  timeout_ms: server.timeoutMs,
  connect_timeout_ms: server.connectTimeoutMs,
  total_timeout_ms: server.totalTimeoutMs,
  concurrency_max: server.concurrencyMax,
  auth,
});
