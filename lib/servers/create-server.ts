import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { AppError, notFound } from '../errors';
import { newId } from '../ids';
import { freeSlug } from '../slug';
import { checkServerUrl } from './address-guard';
import { refuseNameConflict } from './name-conflict';
import { refreshCatalogue } from './refresh-catalogue';
import { CreateServerInput, demoServerUrl, type Server, type ServerAuthInput } from './schemas';
import { serverSelect, toServer } from './server-row';
import { sealAuth } from './server-target';
import { auditedUrl } from './server-url';

/** More than any client can use the tools of. */
const serversMax = 200;
const defaultTimeoutMs = 60_000;

/**
 * A new server of a workspace, asked for what it offers before this returns (10 s at most). One that cannot be reached is kept all
 * the same, with `status` and `last_error` saying why.
 * @throws AppError `invalid_input` for an address that is refused; `conflict` for a slug or prefix that is taken
 */
export async function createServer(ctx: Ctx, slug: string, rawInput: CreateServerInput): Promise<Server> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'server.write');
  const input = CreateServerInput.parse(rawInput);
  const url = await checkServerUrl(ctx.connections.guard, input.url);
  const auth = input.auth ?? { type: 'none' };
  refuseDemoAuth(url, auth);
  const id = newId(ctx.now.getTime());

  await inTransaction(ctx, async (tx) => {
    // First of all: it makes concurrent additions to one workspace wait for each other, so that what is read below stays true.
    await tx.workspace.update({ where: { id: workspace.id }, data: { revision: { increment: 1 } } });
    const names = await chooseNames(tx, workspace.id, input);
    const row = {
      id,
      workspaceId: workspace.id,
      name: input.name,
      url,
      ...names,
      ...sealAuth(auth, id, ctx.vault),
      timeoutMs: input.timeout_ms ?? defaultTimeoutMs,
      ...chosenLimits(input),
      statusSince: ctx.now,
      createdAt: ctx.now,
      updatedAt: ctx.now,
    };
    await tx.server.create({ data: row });
    const target = { workspaceId: workspace.id, targetType: 'server', targetId: id } as const;
    const { name, slug, prefix, authType } = row;
    const details = { name, slug, url: auditedUrl(url), prefix, auth: authType, ...givenLimits(input) };
    await appendAudit(tx, ctx, { action: 'server.create', ...target, details });
  });

  await refreshCatalogue(ctx, id);
  for (const tell of ctx.connections.changes) tell();
  const row = await ctx.db.server.findUnique({ where: { id }, select: serverSelect });
  if (row === null) throw notFound();
  return toServer(row);
}

/** Slug, prefix and position. A slug asked for is taken or refused; a proposed one yields to every slug and prefix in use. */
async function chooseNames(tx: Tx, workspaceId: string, input: CreateServerInput) {
  const others = await tx.server.findMany({
    where: { workspaceId },
    select: { id: true, name: true, slug: true, prefix: true, enabled: true, position: true },
  });
  if (others.length >= serversMax) {
    throw new AppError(
      'conflict',
      `A workspace has at most ${serversMax} servers. Remove one, or use another workspace.`,
    );
  }
  if (others.some((other) => other.slug === input.slug)) throw slugTaken(input.slug);
  const inUse = new Set(others.flatMap((other) => [other.slug, other.prefix]));
  const slug = input.slug ?? freeSlug(input.name, inUse, 'server');
  const prefix = input.prefix ?? slug;
  const rivals = others.filter((other) => other.enabled).map((other) => ({ ...other, tools: [], prompts: [] }));
  refuseNameConflict({ id: '', prefix, tools: [], prompts: [] }, rivals);
  return { slug, prefix, position: Math.max(0, ...others.map((other) => other.position + 1)) };
}

/** As columns; what is not given is the database's default. */
function chosenLimits(input: CreateServerInput) {
  const {
    connect_timeout_ms: connectTimeoutMs,
    total_timeout_ms: totalTimeoutMs,
    concurrency_max: concurrencyMax,
  } = input;
  return {
    ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
    ...(totalTimeoutMs === undefined ? {} : { totalTimeoutMs }),
    ...(concurrencyMax === undefined ? {} : { concurrencyMax }),
  };
}

const limitNames = ['timeout_ms', 'connect_timeout_ms', 'total_timeout_ms', 'concurrency_max'] as const;

const givenLimits = (input: CreateServerInput) =>
  Object.fromEntries(limitNames.flatMap((limit) => (input[limit] === undefined ? [] : [[limit, input[limit]]])));

function slugTaken(slug: string | undefined): AppError {
  const message = `The slug ${slug} is taken in this workspace. Choose another one.`;
  return new AppError('conflict', message, { errors: [{ path: 'slug', message }] });
}

/** @throws AppError `invalid_input`: credentials for the demo server would be kept for nothing. */
export function refuseDemoAuth(url: string, auth: ServerAuthInput): void {
  if (url !== demoServerUrl || auth.type === 'none') return;
  const message = 'The demo server needs no credentials.';
  throw new AppError('invalid_input', message, { errors: [{ path: 'auth', message }] });
}
