import type { WorkspaceAccess } from '../access/authorize';
import { mayAct } from '../access/roles';

/** The tokens of a workspace that somebody may know of: their own, or with the role for it all of them. */
export function tokensInReach({ workspace, role, memberId }: WorkspaceAccess): {
  workspaceId: string;
  memberId?: string;
} {
  const all = { workspaceId: workspace.id };
  return mayAct(role, 'token.any') || memberId === null ? all : { ...all, memberId };
}
