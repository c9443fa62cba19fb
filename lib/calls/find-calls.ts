import type { WorkspaceAccess } from '../access/authorize';
import type { Db } from '../db/client';
import type { Prisma } from '../db/generated/sqlite/client/client';
import { firstIdAt, withoutNul } from '../ids';
import { whereDetailsReadable } from '../usage/may-read-details';
import { type CallRow, callSelect } from './call-row';
import type { CallFilters } from './schemas';

/** What one page looks through at most: rare calls are found page by page, and none of them takes longer than this. */
const scanMax = 20_000;

interface FoundCalls {
  rows: CallRow[];
  /** After which id the next page goes on; null at the end. */
  nextId: string | null;
}

/**
 * Calls that the actor may read, newest first, from the one after `afterId`. An index leads to a workspace's, member's, token's, server's or
 * request's calls in their order; other filters are held against at most `scanMax` of those, however many calls there are.
 */
export async function findCalls(
  db: Pick<Db, 'call'>,
  access: WorkspaceAccess,
  filters: CallFilters,
  { afterId, limit }: { afterId: string | undefined; limit: number },
): Promise<FoundCalls> {
  const led = ledBy(access, filters, afterId);
  const others = [rest(filters), ...whereSomeAreReadable(access)].filter((part) => Object.keys(part).length > 0);
  const orderBy = { id: 'desc' } as const;
  const edge =
    others.length === 0
      ? null
      : await db.call.findFirst({ where: led, orderBy, skip: scanMax - 1, select: { id: true } });
  const where = { AND: [led, edge === null ? {} : { id: { gte: edge.id } }, ...others] };
  const found = await db.call.findMany({ where, orderBy, take: limit + 1, select: callSelect });
  const rows = found.slice(0, limit);
  const isMore = found.length > limit;
  return { rows, nextId: isMore ? (rows.at(-1)?.id ?? null) : (edge?.id ?? null) };
}

/** Whoever reads one member's calls only is led to them by an index; a choice of several members is held against every call. */
const onlyReader = (access: WorkspaceAccess) => {
  const { OR } = whereDetailsReadable(access);
  return OR?.length === 1 ? OR : [];
};
const whereSomeAreReadable = (access: WorkspaceAccess) =>
  onlyReader(access).length === 1 ? [] : [whereDetailsReadable(access)];

/** The part that an index answers. Time is in the id. */
function ledBy(
  access: WorkspaceAccess,
  { member, token, server, request_id, from, to }: CallFilters,
  afterId: string | undefined,
): Prisma.CallWhereInput {
  const ends = [afterId, to === undefined ? undefined : firstIdAt(Date.parse(to))].flatMap((id) => id ?? []);
  return {
    workspaceId: access.workspace.id,
    ...(member === undefined ? {} : { memberId: member === 'none' ? null : withoutNul(member) }),
    ...(token === undefined ? {} : { tokenId: withoutNul(token) }),
    ...(server === undefined ? {} : { serverId: withoutNul(server) }),
    ...(request_id === undefined ? {} : { requestId: withoutNul(request_id) }),
    AND: [
      ...onlyReader(access),
      ...ends.map((id) => ({ id: { lt: id } })),
      ...(from === undefined ? [] : [{ id: { gte: firstIdAt(Date.parse(from)) } }]),
    ],
  };
}

function rest({ tool, outcome, client }: CallFilters): Prisma.CallWhereInput {
  const name = client === undefined ? undefined : withoutNul(client);
  return {
    ...(tool === undefined ? {} : { tool: withoutNul(tool) }),
    ...(outcome === undefined ? {} : { outcome: outcome === 'failed' ? { not: 'ok' } : outcome }),
    ...(name === undefined ? {} : { OR: [{ client: name }, { client: { startsWith: `${name} ` } }] }),
  };
}
