import { requireUser } from '../access/authorize';
import type { Ctx } from '../access/ctx';
import { holdAccount } from '../access/hold-account';
import { appendAudit } from '../audit/append-audit';
import { inTransaction } from '../db/in-transaction';
import { endSessions } from './end-sessions';
import type { EndedSessions } from './schemas';

/** Signs the actor out everywhere else; asked with an API key, everywhere. */
export async function endOtherSessions(ctx: Ctx): Promise<EndedSessions> {
  const user = requireUser(ctx);
  return inTransaction(ctx, async (tx) => {
    // What is approved at this moment for a program is taken back with the rest.
    await holdAccount(tx, user.id);
    const ended = await endSessions(tx, ctx, user.id, user.sessionId);
    const target = { workspaceId: null, targetType: 'user', targetId: user.id } as const;
    await appendAudit(tx, ctx, { action: 'session.end_others', ...target, details: { count: ended } });
    return { ended };
  });
}
