import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { roleOf } from '../access/roles';
import { type PageQuery, readPage } from '../page';
import { whereActive } from '../tokens/token-status';
import type { Member, MemberList } from './schemas';

/**
 * The members of a workspace, who joined first first, with the tokens of theirs that are active and the calls made with them.
 * Last active is when they, or a client with a token of theirs, last came.
 */
export async function listMembers(ctx: Ctx, slug: string, query: PageQuery): Promise<MemberList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'member.read');
  const { after, orderBy, take, cut } = readPage(query, 'asc');
  const found = await ctx.db.member.findMany({
    where: { workspaceId: workspace.id, ...after },
    orderBy,
    take,
    select: { id: true, role: true, joinedAt: true, user: { select: { id: true, name: true, email: true } } },
  });
  const { rows, nextCursor } = cut(found);
  const deeds = await deedsOf(ctx, workspace.id, rows);
  const members = rows.map(
    (row): Member => ({
      id: row.id,
      user: row.user,
      email: row.user.email,
      name: row.user.name,
      role: roleOf(row.role) ?? 'member',
      joined_at: row.joinedAt.toISOString(),
      last_active_at: latest(deeds.lastUse.get(row.id), deeds.lastSeen.get(row.user.id)),
      token_count: deeds.tokens.get(row.id) ?? 0,
      call_count: deeds.calls.get(row.id) ?? 0,
    }),
  );
  return { members, next_cursor: nextCursor };
}

async function deedsOf(ctx: Ctx, workspaceId: string, rows: { id: string; user: { id: string } }[]) {
  const mine = { workspaceId, memberId: { in: rows.map((row) => row.id) } };
  const [active, calls, uses, sessions] = await Promise.all([
    ctx.db.token.groupBy({ by: ['memberId'], where: { ...mine, ...whereActive(ctx.now) }, _count: { _all: true } }),
    ctx.db.call.groupBy({ by: ['memberId'], where: mine, _count: { _all: true } }),
    ctx.db.token.groupBy({ by: ['memberId'], where: mine, _max: { lastUsedAt: true } }),
    ctx.db.session.groupBy({
      by: ['userId'],
      where: { userId: { in: rows.map((row) => row.user.id) } },
      _max: { lastSeenAt: true },
    }),
  ]);
  return {
    tokens: new Map(active.map((group) => [group.memberId, group._count._all])),
    calls: new Map(calls.map((group) => [group.memberId, group._count._all])),
    lastUse: new Map(uses.map((group) => [group.memberId, group._max.lastUsedAt])),
    lastSeen: new Map(sessions.map((group) => [group.userId, group._max.lastSeenAt])),
  };
}

function latest(...moments: (Date | null | undefined)[]): string | null {
  const known = moments.flatMap((moment) => (moment == null ? [] : [moment.getTime()]));
  return known.length === 0 ? null : new Date(Math.max(...known)).toISOString();
}
