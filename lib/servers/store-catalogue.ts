import type { Ctx } from '../access/ctx';
import type { Tx } from '../db/client';
import { inTransaction } from '../db/in-transaction';
import { newId } from '../ids';
import { type ConnectFailure, failureText } from './connect-failure';
import { describeServer } from './describe-server';
import { type EntryKind, entryKinds } from './list-kinds';
import type { ReadEntry } from './read-list';
import type { SeenServer } from './read-server';
import type { ServerStatus } from './schemas';
import { whatIsWrong } from './what-is-wrong';

type Deps = Pick<Ctx, 'db' | 'connections'>;

/** What was asked; sealing draws a new nonce each time, so equal text means untouched credentials. */
interface Asked {
  id: string;
  workspaceId: string;
  url: string;
  authSealed: string | null;
}

const sameConfiguration = ({ id, url, authSealed }: Asked) => ({ id, url, authSealed });

/**
 * Stores what a server said. Its workspace's revision rises in the same transaction exactly when a list, the instructions, the
 * capabilities or the status changed. Stores nothing when the server was edited since it was asked.
 */
export async function storeCatalogue(deps: Deps, asked: Asked, seen: SeenServer): Promise<void> {
  const before = await deps.db.server.findFirst({
    where: sameConfiguration(asked),
    select: {
      status: true,
      instructions: true,
      capabilities: true,
      entries: { select: { kind: true, name: true, definition: true }, orderBy: { position: 'asc' } },
    },
  });
  if (before === null) return;
  const lists = readLists(seen);
  const changed = [...lists].filter(([kind, entries]) => differs(entries, before.entries, kind));
  const lastError = await whatIsWrong(deps.db, asked, seen);
  const status: ServerStatus = lastError === null ? 'up' : 'degraded';
  const facts = { status, lastError, ...describeServer(seen.opened), ...countsOf(lists) };
  const hasNewWords = facts.instructions !== before.instructions || facts.capabilities !== before.capabilities;
  if (changed.length === 0 && !hasNewWords) {
    // Nothing but the time of reading, unless somebody else has found another status meanwhile.
    const where = { ...sameConfiguration(asked), status };
    if ((await deps.db.server.updateMany({ where, data: facts })).count > 0) return;
  }
  await inTransaction(deps, async (tx) => {
    if (!(await writeFacts(tx, asked, facts, changed.length > 0 || hasNewWords))) return;
    for (const [kind, entries] of changed) await replaceEntries(tx, asked.id, kind, entries);
  });
  if (facts.capabilities !== before.capabilities) for (const tell of deps.connections.changes) tell();
}

/** Stores that a server could not be asked; what it listed last stays. The revision rises when that is news. */
export async function storeFailure(deps: Pick<Ctx, 'db'>, asked: Asked, failure: ConnectFailure): Promise<void> {
  const status: ServerStatus = failure.stage === 'auth' ? 'needs_credentials' : 'down';
  const facts = { status, lastError: failureText(failure) };
  await inTransaction(deps, async (tx) => {
    // "Not tried again yet" says less than the reason why, which the row holds since the server went down.
    const isOldNews = failure.stage === 'down' && (await tx.server.count({ where: { id: asked.id, status } })) > 0;
    if (!isOldNews) await writeFacts(tx, asked, facts, false);
  });
}

type Facts = { status: ServerStatus } & Record<string, string | number | Date | null>;

/** False when the server is not the one that was asked any more. */
async function writeFacts(tx: Tx, asked: Asked, facts: Facts, isNews: boolean): Promise<boolean> {
  const where = sameConfiguration(asked);
  const before = await tx.server.findFirst({ where, select: { status: true } });
  if (before === null) return false;
  const hasNewStatus = before.status !== facts.status;
  if (isNews || hasNewStatus) {
    await tx.workspace.updateMany({ where: { id: asked.workspaceId }, data: { revision: { increment: 1 } } });
  }
  const since = hasNewStatus ? { statusSince: new Date() } : {};
  return (await tx.server.updateMany({ where, data: { ...facts, ...since } })).count > 0;
}

/** Every kind that is known now: read, or empty because it was not announced. Those that failed are not among them. */
function readLists({ lists }: SeenServer): Map<EntryKind, ReadEntry[]> {
  const seen = new Map(lists.map((one) => [one.kind.kind, one]));
  return new Map(
    entryKinds.flatMap((kind) => {
      const one = seen.get(kind);
      if (one === undefined) return [[kind, []]];
      return 'list' in one ? [[kind, one.list.entries]] : [];
    }),
  );
}

function differs(entries: ReadEntry[], stored: ({ kind: string } & ReadEntry)[], kind: EntryKind): boolean {
  const before = stored.filter((entry) => entry.kind === kind);
  return (
    before.length !== entries.length ||
    before.some(({ name, definition }, i) => entries[i]?.name !== name || entries[i].definition !== definition)
  );
}

function countsOf(lists: ReadonlyMap<EntryKind, ReadEntry[]>) {
  const tools = lists.get('tool');
  const prompts = lists.get('prompt');
  const resources = lists.get('resource');
  return {
    ...(tools === undefined ? {} : { toolCount: tools.length, refreshedAt: new Date() }),
    ...(prompts === undefined ? {} : { promptCount: prompts.length }),
    ...(resources === undefined ? {} : { resourceCount: resources.length }),
  };
}

async function replaceEntries(tx: Tx, serverId: string, kind: EntryKind, entries: ReadEntry[]): Promise<void> {
  await tx.catalogueEntry.deleteMany({ where: { serverId, kind } });
  await tx.catalogueEntry.createMany({
    data: entries.map((entry, position) => ({ id: newId(), serverId, kind, position, ...entry })),
  });
}
