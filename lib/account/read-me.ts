import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { listWorkspaces } from '../workspaces/list-workspaces';
import type { Me } from '../workspaces/schemas';

/** Who the actor is and the workspaces they belong to: the first hundred, which is what a menu can show. */
export async function readMe(ctx: Ctx): Promise<Me> {
  const { id, name, email } = requireUser(ctx);
  const { workspaces } = await listWorkspaces(ctx, { limit: 100 });
  return { user: { id, name, email }, workspaces };
}
