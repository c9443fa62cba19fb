import type { WorkspaceAccess } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { mayAct, roleOf } from '../access/roles';
import type { Person } from '../account/schemas';
import type { Tx } from '../db/client';
import { whereActive } from '../tokens/token-status';
import { callsOfMembers } from '../usage/calls-of-members';
import type { Member } from './schemas';

export const memberSelect = {
  id: true,
  role: true,
  joinedAt: true,
  user: { select: { id: true, name: true, email: true } },
} as const;

interface MemberRow {
  id: string;
  role: string;
  joinedAt: Date;
  user: Person;
}

type Source = Pick<Tx, 'token' | '$queryRaw' | 'usageMark' | 'session'>;

/**
 * Members as they are shown, with the tokens of theirs that are active and the calls of 30 days made with them; a few queries, however many they are.
 * Last active is when they, or a client with a token of theirs, last came.
 */
export async function toMembers(
  db: Source,
  { now }: Pick<Ctx, 'now'>,
  access: WorkspaceAccess,
  rows: MemberRow[],
): Promise<Member[]> {
  const workspaceId = access.workspace.id;
  const mayReadCountOf = (id: string) => id === access.memberId || mayAct(access.role, 'usage.any');
  const mine = { workspaceId, memberId: { in: rows.map((row) => row.id) } };
  const userIds = rows.map((row) => row.user.id);
  const active = await db.token.groupBy({
    by: ['memberId'],
    where: { ...mine, ...whereActive(now) },
    _count: { _all: true },
  });
  const ids = rows.map((row) => row.id);
  const calls = await callsOfMembers(db, workspaceId, ids.filter(mayReadCountOf), now);
  const uses = await db.token.groupBy({ by: ['memberId'], where: mine, _max: { lastUsedAt: true } });
  const seen = await db.session.groupBy({
    by: ['userId'],
    where: { userId: { in: userIds } },
    _max: { lastSeenAt: true },
  });
  const tokenCounts = new Map(active.map((group) => [group.memberId, group._count._all]));
  const lastUses = new Map(uses.map((group) => [group.memberId, group._max.lastUsedAt]));
  const lastSeen = new Map(seen.map((group) => [group.userId, group._max.lastSeenAt]));
  return rows.map(({ id, role, joinedAt, user }) => ({
    id,
    user,
    email: user.email,
    name: user.name,
    role: roleOf(role) ?? 'member',
    joined_at: joinedAt.toISOString(),
    last_active_at: latest(lastUses.get(id), lastSeen.get(user.id)),
    token_count: tokenCounts.get(id) ?? 0,
    call_count: mayReadCountOf(id) ? (calls.get(id) ?? 0) : null,
  }));
}

function latest(...moments: (Date | null | undefined)[]): string | null {
  const known = moments.flatMap((moment) => (moment == null ? [] : [moment.getTime()]));
  return known.length === 0 ? null : new Date(Math.max(...known)).toISOString();
}
