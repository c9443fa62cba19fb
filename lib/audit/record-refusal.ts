import type { Ctx } from '../access/ctx';
import { inTransaction } from '../db/in-transaction';
import { type AppError, isAppError } from '../errors';
import { withoutNul } from '../ids';
import { appendAudit } from './append-audit';

const hourMs = 3_600_000;
/** What one member leaves here in an hour: a script that goes on trying fills no disk, and its first attempts tell enough. */
export const refusalsPerHour = 60;

/**
 * Records that a member tried to change what their role does not allow. `forbidden` is said only to who may know that the workspace
 * exists: whoever is not found in it leaves nothing here.
 * @param attempt method and path of the endpoint, as in `POST /workspaces/{slug}/servers`
 */
export async function recordRefusal(ctx: Ctx, slug: string, attempt: string, { message }: AppError): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const workspace = await tx.workspace.findUnique({ where: { slug: withoutNul(slug) }, select: { id: true } });
    if (workspace === null) return;
    const since = { gt: new Date(ctx.now.getTime() - hourMs) };
    const actorId = ctx.actor.kind === 'user' ? ctx.actor.id : null;
    const mine = { workspaceId: workspace.id, action: 'access.refuse', actorId, at: since };
    if ((await tx.auditEntry.count({ where: mine })) >= refusalsPerHour) return;
    const target = { workspaceId: workspace.id, targetType: 'workspace', targetId: workspace.id } as const;
    const details = { attempt, reason: message };
    await appendAudit(tx, ctx, { action: 'access.refuse', ...target, details, result: 'refused' });
  });
}

/** Whether an error is such a refusal. */
export const isRefusal = (error: unknown): error is AppError => isAppError(error) && error.code === 'forbidden';
