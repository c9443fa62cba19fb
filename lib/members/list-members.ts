import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { roleOf } from '../access/roles';
import { type PageQuery, readPage } from '../page';
import { whereActive } from '../tokens/token-status';
import type { Member, MemberList } from './schemas';

/** The members of a workspace, who joined first first, with the tokens of theirs that are active and the calls made with them. */
export async function listMembers(ctx: Ctx, slug: string, query: PageQuery): Promise<MemberList> {
  const { workspace } = await authorizeWorkspace(ctx, slug, 'member.read');
  const { after, orderBy, take, cut } = readPage(query, 'asc');
  const found = await ctx.db.member.findMany({
    where: { workspaceId: workspace.id, ...after },
    orderBy,
    take,
    select: {
      id: true,
      role: true,
      joinedAt: true,
      lastActiveAt: true,
      user: { select: { id: true, name: true, email: true } },
    },
  });
  const { rows, nextCursor } = cut(found);
  const [tokenCounts, callCounts] = await countsOf(
    ctx,
    workspace.id,
    rows.map((row) => row.id),
  );
  const members = rows.map(
    (row): Member => ({
      id: row.id,
      user: row.user,
      email: row.user.email,
      name: row.user.name,
      role: roleOf(row.role) ?? 'member',
      joined_at: row.joinedAt.toISOString(),
      last_active_at: row.lastActiveAt?.toISOString() ?? null,
      token_count: tokenCounts.get(row.id) ?? 0,
      call_count: callCounts.get(row.id) ?? 0,
    }),
  );
  return { members, next_cursor: nextCursor };
}

async function countsOf(
  ctx: Ctx,
  workspaceId: string,
  memberIds: string[],
): Promise<[Map<string | null, number>, Map<string | null, number>]> {
  const mine = { workspaceId, memberId: { in: memberIds } };
  const [tokens, calls] = await Promise.all([
    ctx.db.token.groupBy({ by: ['memberId'], where: { ...mine, ...whereActive(ctx.now) }, _count: { _all: true } }),
    ctx.db.call.groupBy({ by: ['memberId'], where: mine, _count: { _all: true } }),
  ]);
  const toMap = (groups: { memberId: string | null; _count: { _all: number } }[]) =>
    new Map(groups.map((group) => [group.memberId, group._count._all]));
  return [toMap(tokens), toMap(calls)];
}
