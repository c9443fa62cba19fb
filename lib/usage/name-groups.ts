import type { WorkspaceAccess } from '../access/authorize';
import type { Db } from '../db/client';
import { mayReadDetailsOf } from './may-read-details';
import { idsMax } from './read-rollups';
import type { UsageGroup } from './schemas';
import { anybody, type Base, type Question } from './usage-question';
import { type Sum, toNumbers } from './usage-sum';

/** Sums under the names that what they are of has now. Where these are a person's, the actor gets no more than they may know of them. */
export async function nameGroups(
  db: Db,
  access: WorkspaceAccess,
  question: Question,
  sums: Sum[],
): Promise<UsageGroup[]> {
  const { of, names, owners } = await namesOf(db, question, sums);
  return sums.map((sum) => {
    const id = of(sum);
    const owner = owners === null ? undefined : (owners.get(id) ?? null);
    const isCounts = owner !== undefined && !mayReadDetailsOf(access, owner);
    const isTool = question.grouping === 'tool';
    return {
      id: id === '' ? null : id,
      name: names === null ? id || null : (names.get(id) ?? null),
      server_id: isTool && sum.key.serverId !== '' ? sum.key.serverId : null,
      ...toNumbers(sum, isCounts),
    };
  });
}

interface Names {
  of(sum: Sum): string;
  /** Null where the id is the name. */
  names: Map<string, string> | null;
  /** Whose the group is, where it is a person's. */
  owners: Map<string, string | null> | null;
}

async function namesOf(db: Db, question: Question, sums: Sum[]): Promise<Names> {
  switch (question.grouping) {
    case 'member': {
      const ids = sums.map(({ key }) => key.memberId);
      const select = { id: true, user: { select: { name: true } } } as const;
      const rows = await db.member.findMany({ where: withIds(ids, question.base), select });
      const owners = new Map(ids.map((id) => [id, id === '' ? null : id]));
      return { of: ({ key }) => key.memberId, names: new Map(rows.map(({ id, user }) => [id, user.name])), owners };
    }
    case 'token': {
      const ids = sums.map(({ key }) => key.tokenId);
      const rows = await db.token.findMany({
        where: withIds(ids, question.base),
        select: { id: true, name: true, memberId: true },
      });
      const owners = new Map(ids.map((id): [string, string | null] => [id, anybody]));
      for (const { id, memberId } of rows) owners.set(id, memberId);
      return { of: ({ key }) => key.tokenId, names: new Map(rows.map(({ id, name }) => [id, name])), owners };
    }
    case 'server': {
      const ids = sums.map(({ key }) => key.serverId);
      const rows = await db.server.findMany({ where: withIds(ids, question.base), select: { id: true, name: true } });
      return { of: ({ key }) => key.serverId, names: new Map(rows.map(({ id, name }) => [id, name])), owners: null };
    }
    case 'tool':
      return { of: ({ key }) => key.tool, names: null, owners: null };
    case 'hour':
    case 'day':
      return { of: ({ key }) => new Date(key.at).toISOString(), names: null, owners: null };
  }
}

/** A database takes only so many values in one question: beyond them it is all of the workspace. */
const withIds = (ids: string[], { workspaceId }: Base) => (ids.length > idsMax ? { workspaceId } : { id: { in: ids } });
