import { authorizeWorkspace } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { notFound } from '../errors';
import { firstIdAt, withoutNul } from '../ids';
import { whereDetailsReadable } from '../usage/may-read-details';
import { callSelect, toCalls } from './call-row';
import type { CallDetails } from './schemas';
import { openPayload } from './sealed-payload';

/** One call, as the list shows it, and what is recorded of it. */
export async function getCall(ctx: Ctx, slug: string, id: string): Promise<CallDetails> {
  const access = await authorizeWorkspace(ctx, slug, 'usage.read');
  const where = { id: withoutNul(id), workspaceId: access.workspace.id, ...whereDetailsReadable(access) };
  const row = await ctx.db.call.findFirst({ where, select: callSelect });
  const [call] = row === null ? [] : await toCalls(ctx.db, [row]);
  if (call === undefined) throw notFound();
  return { ...call, recorded: await readRecorded(ctx, access.workspace.id, call.id) };
}

async function readRecorded({ db, vault }: Ctx, workspaceId: string, callId: string): Promise<CallDetails['recorded']> {
  const payload = await db.callPayload.findUnique({ where: { callId }, select: { serverId: true, sealed: true } });
  if (payload === null) return null;
  const server = await db.server.findFirst({
    where: { id: payload.serverId, workspaceId },
    select: { recordedSince: true },
  });
  const since = server?.recordedSince ?? null;
  return since === null || callId < firstIdAt(since.getTime()) ? null : openPayload(vault, callId, payload.sealed);
}
