import type { WorkspaceAccess } from '../access/authorize';
import { mayAct } from '../access/roles';

/**
 * Whether the actor may see which calls somebody made: tools, servers, times, outcomes one by one. Everybody may see their own. Owners
 * and admins may see everybody's, unless the workspace reduces that to counts; then totals and the last use of others are all.
 * @param memberId whose calls; null for those of a token that belongs to nobody (a bot): no person's, so owners and admins may always
 */
export function mayReadDetailsOf(access: WorkspaceAccess, memberId: string | null): boolean {
  if (memberId !== null && memberId === access.memberId) return true;
  if (!mayAct(access.role, 'usage.any')) return false;
  return memberId === null || mayReadEverybodys(access);
}

/** The same as a condition on rows that have a `memberId`. */
export function whereDetailsReadable(access: WorkspaceAccess): { OR?: { memberId: string | null }[] } {
  if (mayAct(access.role, 'usage.any') && mayReadEverybodys(access)) return {};
  return { OR: [access.memberId, null].filter((id) => mayReadDetailsOf(access, id)).map((memberId) => ({ memberId })) };
}

const mayReadEverybodys = ({ workspace }: WorkspaceAccess): boolean => workspace.usageDetail === 'full';
