import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { endSessions } from './end-sessions';
import type { EndedSessions } from './schemas';

/** Signs the actor out everywhere else; asked with an API key, everywhere. */
export async function endOtherSessions(ctx: Ctx): Promise<EndedSessions> {
  const user = requireUser(ctx);
  return inTransaction(ctx, async (tx) => {
    const ended = await endSessions(tx, ctx, user.id, user.sessionId);
    const target = { workspaceId: null, targetType: 'user', targetId: user.id } as const;
    await appendAudit(tx, ctx, { action: 'session.end_others', ...target, details: { count: ended } });
    return { ended };
  });
}
