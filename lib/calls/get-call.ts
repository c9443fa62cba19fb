import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { notFound } from '../errors';
import { withoutNul } from '../ids';
import { whereDetailsReadable } from '../usage/may-read-details';
import { callSelect, toCalls } from './call-row';
import type { Call } from './schemas';

/** One call, as the list shows it. */
export async function getCall(ctx: Ctx, slug: string, id: string): Promise<Call> {
  const access = await authorizeWorkspace(ctx, slug, 'usage.read');
  const where = { id: withoutNul(id), workspaceId: access.workspace.id, ...whereDetailsReadable(access) };
  const row = await ctx.db.call.findFirst({ where, select: callSelect });
  const [call] = row === null ? [] : await toCalls(ctx.db, [row]);
  if (call === undefined) throw notFound();
  return call;
}
