import type { Ctx } from '../access/ctx';
import { inTransaction } from '../db/in-transaction';
import { newId } from '../ids';
import { ConnectFailure, failureText, isConnectFailure } from './connect-failure';
import type { OpenedServer, ServerTarget } from './connections';
import { type ReadTools, readTools } from './read-tools';
import type { ServerStatus } from './schemas';
import { serverTarget } from './server-target';

export type RefreshDeps = Pick<Ctx, 'db' | 'vault' | 'connections'>;

interface RefreshOptions {
  reopen?: boolean;
  signal?: AbortSignal;
}

interface Row {
  id: string;
  workspaceId: string;
  slug: string;
  name: string;
  url: string;
  authSealed: string | null;
  timeoutMs: number;
  protocolVersion: string | null;
}

const deadlineMs = 10_000;
const instructionsLengthMax = 32 * 1024;
const serverInfoLengthMax = 32 * 1024;

/**
 * Asks a server for its tools and stores what it says: status, identity, catalogue. At most 10 s; one run at a time for one
 * configuration. A failing run keeps the last good list, and one whose server was edited meanwhile stores nothing.
 * `reopen` begins with a fresh handshake, as after an edit or when somebody asks for it; a run whose `signal` is aborted ends at
 * once and stores nothing.
 */
export async function refreshCatalogue(
  deps: RefreshDeps,
  serverId: string,
  { reopen = false, signal }: RefreshOptions = {},
): Promise<void> {
  const row = await deps.db.server.findUnique({ where: { id: serverId }, select: rowSelect });
  if (row === null) return;
  const { refreshes } = deps.connections;
  const key = JSON.stringify([row.id, row.url, row.authSealed, row.timeoutMs, reopen]);
  const running = refreshes.get(key);
  if (running !== undefined) {
    await running;
    return;
  }
  const run = refresh(deps, row, reopen, signal).finally(() => refreshes.delete(key));
  refreshes.set(key, run);
  await run;
}

const rowSelect = {
  id: true,
  workspaceId: true,
  slug: true,
  name: true,
  url: true,
  authSealed: true,
  timeoutMs: true,
  protocolVersion: true,
} as const;

async function refresh(deps: RefreshDeps, row: Row, reopen: boolean, signal?: AbortSignal): Promise<void> {
  let seen: Seen;
  try {
    seen = await look(deps, targetOf(deps, row), reopen, signal);
  } catch (error) {
    if (!isConnectFailure(error)) throw error;
    if (signal?.aborted !== true) await storeFailure(deps, row, error);
    return;
  }
  await store(deps, row, seen);
}

function targetOf(deps: RefreshDeps, row: Row): ServerTarget {
  try {
    return serverTarget(row, deps.vault);
  } catch (cause) {
    throw new ConnectFailure('auth', 'The stored credentials cannot be opened with the secret of this installation.', {
      nextStep: 'Edit the server and enter the credentials again.',
      ran: 'never',
      cause,
    });
  }
}

interface Seen extends ReadTools {
  opened: OpenedServer;
}

async function look(deps: RefreshDeps, target: ServerTarget, reopen: boolean, signal?: AbortSignal): Promise<Seen> {
  const abort = new AbortController();
  let end = () => {};
  const late = new Promise<never>((_, reject) => {
    end = () => {
      reject(tooSlow());
      abort.abort();
    };
  });
  const timer = setTimeout(end, deadlineMs);
  signal?.addEventListener('abort', end);
  try {
    return await Promise.race([ask(deps, target, reopen, abort.signal), late]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', end);
  }
}

async function ask(deps: RefreshDeps, target: ServerTarget, reopen: boolean, signal: AbortSignal): Promise<Seen> {
  const connection = deps.connections.get(target);
  if (reopen && connection.era !== null) connection.reset((await connection.open()).epoch);
  await connection.open({ ask: true });
  const hasCredentials = Object.keys(target.headers).length > 0;
  const listed = await readTools(connection, { version: deps.connections.version, hasCredentials, signal });
  return { ...listed, opened: await connection.open({ ask: true }) };
}

const tooSlow = () =>
  new ConnectFailure('timeout', `The server did not list its tools within ${deadlineMs / 1000} s.`, {
    nextStep: 'Look at what the server is doing, then refresh it here.',
  });

async function store(deps: RefreshDeps, row: Row, { opened, tools, leftOut }: Seen): Promise<void> {
  const instructions = opened.instructions === null ? null : storable(opened.instructions, instructionsLengthMax);
  const before = await deps.db.server.findUnique({
    where: { id: row.id },
    select: { instructions: true, tools: { select: { name: true, definition: true }, orderBy: { position: 'asc' } } },
  });
  if (before === null) return;
  const hasNewTools = JSON.stringify(before.tools) !== JSON.stringify(tools);
  const facts = {
    ...statusOf(leftOut),
    protocolVersion: opened.protocolVersion,
    serverInfo: serverInfoText(opened.serverInfo),
    instructions,
    toolCount: tools.length,
    refreshedAt: new Date(),
  };
  if (!hasNewTools && before.instructions === instructions) {
    await deps.db.server.updateMany({ where: sameConfiguration(row), data: facts });
    return;
  }
  await inTransaction(deps, async (tx) => {
    await tx.workspace.updateMany({ where: { id: row.workspaceId }, data: { revision: { increment: 1 } } });
    const { count } = await tx.server.updateMany({ where: sameConfiguration(row), data: facts });
    if (count === 0 || !hasNewTools) return;
    await tx.tool.deleteMany({ where: { serverId: row.id } });
    await tx.tool.createMany({
      data: tools.map((tool, position) => ({ id: newId(), serverId: row.id, position, ...tool })),
    });
  });
}

async function storeFailure(deps: RefreshDeps, row: Row, failure: ConnectFailure): Promise<void> {
  const status: ServerStatus = failure.stage === 'auth' ? 'needs_credentials' : 'down';
  const data = { status, lastError: failureText(failure) };
  await deps.db.server.updateMany({ where: sameConfiguration(row), data });
}

/** What was asked is what is stored still; sealing draws a new nonce each time, so equal text means untouched credentials. */
const sameConfiguration = ({ id, url, authSealed }: Row) => ({ id, url, authSealed });

function statusOf(leftOut: number): { status: ServerStatus; lastError: string | null } {
  if (leftOut === 0) return { status: 'up', lastError: null };
  const which = leftOut === 1 ? 'One tool was' : `${leftOut} tools were`;
  return {
    status: 'degraded',
    lastError: `${which} left out: without a usable name or schema, repeated, or beyond the 2000 that a server may list.`,
  };
}

function serverInfoText(info: Record<string, unknown> | null): string | null {
  if (info === null) return null;
  const text = JSON.stringify(info);
  if (text.length <= serverInfoLengthMax) return text;
  const { name, title, version } = info; // What is left out is icons, which may be whole pictures.
  return JSON.stringify({ name: cut(name), title: cut(title), version: cut(version) });
}

const cut = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : undefined);

/** As both databases hold it unchanged: no NUL, no half surrogates; else every refresh would look like a change. */
const storable = (text: string, lengthMax: number) =>
  Buffer.from(text.slice(0, lengthMax).replaceAll('\0', '')).toString();
