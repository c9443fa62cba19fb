import type { Ctx } from '../access/ctx';
import { ConnectFailure, isConnectFailure } from './connect-failure';
import type { ServerTarget } from './connections';
import { readServer, type SeenServer } from './read-server';
import { serverTarget, type TargetRow, targetSelect } from './server-target';
import { storeCatalogue, storeFailure } from './store-catalogue';

export type RefreshDeps = Pick<Ctx, 'db' | 'vault' | 'connections'>;

interface RefreshOptions {
  reopen?: boolean;
  /** What a run found that is under way already is not enough: the server has said since that its lists changed. */
  anew?: boolean;
  signal?: AbortSignal;
}

const rowSelect = { ...targetSelect, workspaceId: true, status: true } as const;

interface Row extends TargetRow {
  workspaceId: string;
  status: string;
}

/**
 * Asks a server for its tools, prompts and resources and stores what it says: status, identity, capabilities, catalogue. At most
 * 10 s; one run at a time for one configuration. A failing run keeps the last good lists, a failing list its own last good one,
 * and a run whose server was edited meanwhile stores nothing.
 * `reopen` begins with a fresh handshake, as after an edit or when somebody asks for it; a run whose `signal` is aborted ends at
 * once and stores nothing.
 */
export async function refreshCatalogue(
  deps: RefreshDeps,
  serverId: string,
  { reopen = false, anew = false, signal }: RefreshOptions = {},
): Promise<void> {
  const row = await deps.db.server.findUnique({ where: { id: serverId }, select: rowSelect });
  if (row === null) return;
  const { refreshes } = deps.connections;
  const { protocolVersion: _hint, workspaceId: _place, status, ...configuration } = row;
  const key = JSON.stringify([configuration, reopen]);
  const running = refreshes.get(key);
  if (running !== undefined) {
    await running;
    return anew ? refreshCatalogue(deps, serverId, signal === undefined ? { reopen } : { reopen, signal }) : undefined;
  }
  // What comes back from an outage may be another version of the server, with other capabilities.
  const run = refresh(deps, row, reopen || status === 'down', signal).finally(() => refreshes.delete(key));
  refreshes.set(key, run);
  await run;
}

async function refresh(deps: RefreshDeps, row: Row, reopen: boolean, signal?: AbortSignal): Promise<void> {
  let seen: SeenServer;
  try {
    seen = await readServer(deps.connections, targetOf(deps, row), { reopen, signal });
  } catch (error) {
    if (!isConnectFailure(error)) throw error;
    if (signal?.aborted !== true) await storeFailure(deps, row, error);
    return;
  }
  if (signal?.aborted !== true) await storeCatalogue(deps, row, seen);
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
