import type { Person } from '../account/schemas';
import type { Tx } from '../db/client';

interface Owned {
  id: string;
  workspaceId: string;
  memberId: string | null;
  createdById: string;
}

/**
 * Whom something about a token is told: the member it belongs to, else whoever created it, else the workspace's owners. Only members of
 * the workspace are: who has left it hears nothing more of its tokens. Three queries, however many tokens there are.
 * @returns the people by the token's id
 */
export async function peopleToTell(db: Pick<Tx, 'member'>, tokens: readonly Owned[]): Promise<Map<string, Person[]>> {
  // One list in each query: Prisma takes a list apart that is longer than a database allows, but not two.
  const memberIds = tokens.map(({ memberId }) => memberId).filter((id) => id !== null);
  const own = await db.member.findMany({ where: { id: { in: unique(memberIds) }, removedAt: null }, select });
  const creatorIds = unique(tokens.map((token) => token.createdById));
  const creators = await db.member.findMany({ where: { userId: { in: creatorIds }, removedAt: null }, select });
  const workspaceIds = unique(tokens.map((token) => token.workspaceId));
  const owners = await db.member.findMany({
    where: { workspaceId: { in: workspaceIds }, role: 'owner', removedAt: null },
    select,
  });
  return new Map(
    tokens.map(({ id, workspaceId, memberId, createdById }) => {
      const isHere = (member: { workspaceId: string }) => member.workspaceId === workspaceId;
      const one =
        own.find((member) => member.id === memberId) ??
        creators.filter(isHere).find(({ userId }) => userId === createdById);
      return [id, one === undefined ? owners.filter(isHere).map(({ user }) => user) : [one.user]];
    }),
  );
}

const select = {
  id: true,
  workspaceId: true,
  userId: true,
  user: { select: { id: true, name: true, email: true } },
} as const;

const unique = (ids: string[]) => [...new Set(ids)];
