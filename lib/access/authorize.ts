import { AppError, notFound } from '../errors';
import { withoutNul } from '../ids';
import type { Role } from '../workspaces/schemas';
import type { Actor, Ctx } from './ctx';
import { type Action, mayAct, roleOf } from './roles';

export interface WorkspaceAccess {
  workspace: { id: string; slug: string; name: string; revision: number; usageDetail: string };
  role: Role;
  /** The actor's membership; null when the product itself acts. */
  memberId: string | null;
}

/**
 * The workspace that a verb works on, once it is certain that the actor may.
 * @throws AppError `not_found` to whoever is not a member, whether or not the workspace exists; `forbidden` to members only.
 */
export async function authorizeWorkspace(
  ctx: Pick<Ctx, 'actor' | 'db'>,
  slug: string,
  action: Action,
): Promise<WorkspaceAccess> {
  const userId = ctx.actor.kind === 'user' ? ctx.actor.id : '';
  const found = await ctx.db.workspace.findUnique({
    where: { slug: withoutNul(slug) },
    select: {
      id: true,
      slug: true,
      name: true,
      revision: true,
      usageDetail: true,
      members: { where: { userId, removedAt: null }, select: { id: true, role: true } },
    },
  });
  if (found === null) throw notFound();
  const { members, ...workspace } = found;
  if (ctx.actor.kind === 'system') return { workspace, role: 'owner', memberId: null };

  const role = roleOf(members[0]?.role);
  if (members[0] === undefined || role === null) throw notFound();
  if (!mayAct(role, action))
    throw new AppError('forbidden', `Your role in this workspace, ${role}, does not allow this.`);
  return { workspace, role, memberId: members[0].id };
}

/** The person who acts, for verbs on one's own account. */
export function requireUser(ctx: Pick<Ctx, 'actor'>): Extract<Actor, { kind: 'user' }> {
  if (ctx.actor.kind === 'user') return ctx.actor;
  throw new AppError('forbidden', 'Only a person can do this.');
}
